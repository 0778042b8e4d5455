// The texts of the device headers of codegen/{arithmetic,detector,ops} and datasets/features, put into the program when
// it is built.
#pragma once

#include <span>

#include "codegen/embedded_file.h"

namespace bitstill::codegen {

std::span<const EmbeddedFile> kernel_sources();

}  // namespace bitstill::codegen
