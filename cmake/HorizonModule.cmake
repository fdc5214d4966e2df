# horizon_module(NAME SOURCES a.cpp ... [DEPS core ...] [PUBLIC lib ...] [PRIVATE lib ...])
# One static library per folder. DEPS are modules of ours that stand below; PRIVATE third-party
# libraries are seen in this module's .cpp files alone.
function(horizon_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PUBLIC;PRIVATE" ${ARGN})
  add_library(horizon_${name} STATIC ${ARG_SOURCES})
  add_library(horizon::${name} ALIAS horizon_${name})
  target_link_libraries(horizon_${name} PUBLIC horizon_options ${ARG_PUBLIC})
  foreach(dep IN LISTS ARG_DEPS)
    target_link_libraries(horizon_${name} PUBLIC horizon_${dep})
  endforeach()
  target_link_libraries(horizon_${name} PRIVATE ${ARG_PRIVATE})
endfunction()

# horizon_tests(MODULE LIBS ...): tests/MODULE/*_test.cpp as one executable and one CTest label.
function(horizon_tests module)
  cmake_parse_arguments(ARG "" "" "LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${module}/*_test.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(${module}_tests ${sources})
  target_link_libraries(${module}_tests PRIVATE horizon_options GTest::gtest_main ${ARG_LIBS})
  target_compile_definitions(${module}_tests PRIVATE
    HORIZON_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${module}_tests TEST_PREFIX "${module}." DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${module} TIMEOUT 300)
endfunction()
