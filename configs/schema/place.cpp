// A place in a config file as compilers write it.
#include <fmt/format.h>

#include "configs/schema/experiment.h"

namespace bitstill::configs {

std::string Place::text() const { return line > 0 ? fmt::format("{}:{}:{}", file, line, column) : file; }

}  // namespace bitstill::configs
