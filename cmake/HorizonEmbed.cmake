# horizon_embed(MODULE BASE dir FILES relative/path ...)
# Puts files into the program as they are (.incbin), so that it runs from any folder without an
# installation. The generated table is that of the module's embedded.h.
function(horizon_embed module)
  cmake_parse_arguments(ARG "" "BASE" "FILES" ${ARGN})
  set(assembly "${CMAKE_CURRENT_BINARY_DIR}/embedded_files.S")
  set(table "${CMAKE_CURRENT_BINARY_DIR}/embedded_table.cpp")
  set(assembly_text "  .section .note.GNU-stack,\"\",%progbits\n  .section .rodata\n")
  set(declarations "")
  set(entries "")
  set(paths "")
  set(index 0)
  foreach(file IN LISTS ARG_FILES)
    set(path "${ARG_BASE}/${file}")
    list(APPEND paths "${path}")
    string(APPEND assembly_text
      "  .global horizon_${module}_file_${index}_begin\n  .global horizon_${module}_file_${index}_end\n"
      "horizon_${module}_file_${index}_begin:\n  .incbin \"${path}\"\nhorizon_${module}_file_${index}_end:\n  .byte 0\n")
    string(APPEND declarations
      "extern const char horizon_${module}_file_${index}_begin[];\nextern const char horizon_${module}_file_${index}_end[];\n")
    string(APPEND entries
      "    {\"${file}\", {horizon_${module}_file_${index}_begin, static_cast<std::size_t>(horizon_${module}_file_${index}_end - horizon_${module}_file_${index}_begin)}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(CONFIGURE OUTPUT "${assembly}" CONTENT "${assembly_text}" @ONLY)
  file(CONFIGURE OUTPUT "${table}" CONTENT
"#include \"${module}/embedded.h\"

extern \"C\" {
${declarations}}

namespace horizon::${module} {

std::span<const EmbeddedFile> embedded_files() {
  static const EmbeddedFile files[] = {
${entries}  };
  return files;
}

}  // namespace horizon::${module}
" @ONLY)
  set_source_files_properties("${assembly}" PROPERTIES OBJECT_DEPENDS "${paths}")
  target_sources(horizon_${module} PRIVATE "${assembly}" "${table}")
endfunction()
