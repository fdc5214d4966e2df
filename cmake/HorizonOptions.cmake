# Flags live in one INTERFACE target that every module links.
option(HORIZON_TESTS "build the tests" ON)
option(HORIZON_BENCH "build the benchmarks" OFF)
option(HORIZON_FUZZ "build the fuzz targets (clang only)" OFF)
option(HORIZON_WERROR "warnings are errors" ON)
set(HORIZON_SANITIZE "" CACHE STRING "sanitizers, as for -fsanitize= (address,undefined or thread)")
option(HORIZON_COVERAGE "instrument for coverage" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(HORIZON_CCACHE ccache)
if(HORIZON_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${HORIZON_CCACHE}")
endif()

add_library(horizon_options INTERFACE)
target_include_directories(horizon_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(horizon_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual
  -Woverloaded-virtual -Wnull-dereference -Wformat=2
  # gcc 12 reports false positives of these two in libstdc++ at -O2 and above
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-null-dereference>
  # libstdc++ 12's stable_sort uses what it has deprecated itself, which clang reports
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
if(HORIZON_WERROR)
  target_compile_options(horizon_options INTERFACE -Werror)
endif()
if(HORIZON_SANITIZE)
  target_compile_options(horizon_options INTERFACE
    -fsanitize=${HORIZON_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(horizon_options INTERFACE -fsanitize=${HORIZON_SANITIZE})
endif()
if(HORIZON_COVERAGE)
  target_compile_options(horizon_options INTERFACE --coverage)
  target_link_options(horizon_options INTERFACE --coverage)
endif()
