# Carries text files inside a target; the generated source follows whenever one of them changes.
#
#   bitstill_embed(bitstill_codegen bitstill::codegen kernel_sources ${CMAKE_SOURCE_DIR} codegen/ops/softmax/kernel.h ...)
#
# defines in the target what a header of it declares (with codegen/embedded_file.h):
#
#   namespace bitstill::codegen { std::span<const EmbeddedFile> kernel_sources(); }
#
# Files are named relative to the root, appear in the order given, and must not contain the text `)embedded"`.

if(CMAKE_SCRIPT_MODE_FILE)
  string(REPLACE "|" ";" EMBED_FILES "${EMBED_FILES}")
  set(entries "")
  foreach(file IN LISTS EMBED_FILES)
    file(READ "${EMBED_ROOT}/${file}" text)
    string(APPEND entries "    {\"${file}\", R\"embedded(${text})embedded\"},\n")
  endforeach()
  file(WRITE "${EMBED_OUTPUT}" "// Generated at build time by codegen/embed.cmake.
#include <span>\n\n#include \"codegen/embedded_file.h\"\n
namespace ${EMBED_NAMESPACE} {\n
std::span<const bitstill::EmbeddedFile> ${EMBED_FUNCTION}();\n
std::span<const bitstill::EmbeddedFile> ${EMBED_FUNCTION}() {
  static constexpr bitstill::EmbeddedFile files[] = {\n${entries}  };
  return files;\n}\n\n}  // namespace ${EMBED_NAMESPACE}\n")
  return()
endif()

set(BITSTILL_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE} CACHE INTERNAL "")

function(bitstill_embed target namespace function root)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  list(TRANSFORM ARGN PREPEND ${root}/ OUTPUT_VARIABLE dependencies)
  string(REPLACE ";" "|" files "${ARGN}")
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DEMBED_ROOT=${root} "-DEMBED_FILES=${files}" -DEMBED_OUTPUT=${output}
            -DEMBED_NAMESPACE=${namespace} -DEMBED_FUNCTION=${function} -P ${BITSTILL_EMBED_SCRIPT}
    DEPENDS ${dependencies} ${BITSTILL_EMBED_SCRIPT}
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
