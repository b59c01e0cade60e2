# How everything is compiled: C++20, warnings as errors, the sanitizers by FB_SANITIZE, ccache where it is present.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(FB_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them: address,undefined or thread")
option(FB_FUZZERS "Build the fuzz targets with libFuzzer" OFF)
option(FB_SERVICES_ONLY "Build no tests and no benches" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(fb_compile INTERFACE)
target_include_directories(fb_compile INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(fb_compile INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wswitch -Werror
  # GCC warns of members that designated initializers leave to their defaults, which is what they are for.
  $<$<CXX_COMPILER_ID:GNU>:-fcoroutines>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-missing-field-initializers>
  # GCC 12 takes an allocation of a coroutine frame for a mismatch once it has inlined half of it.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>
  # Nor does it see that an empty std::optional is never read.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
target_compile_definitions(fb_compile INTERFACE
  BOOST_ASIO_NO_DEPRECATED
  BOOST_ASIO_SEPARATE_COMPILATION
  BOOST_BEAST_SEPARATE_COMPILATION
  BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE=16
  SPDLOG_COMPILED_LIB
  SPDLOG_FMT_EXTERNAL
  TOML_HEADER_ONLY=0
  TOML_EXCEPTIONS=0)

if(FB_SANITIZE)
  target_compile_options(fb_compile INTERFACE
    -fsanitize=${FB_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g1)
  target_link_options(fb_compile INTERFACE -fsanitize=${FB_SANITIZE})
  if(FB_SANITIZE MATCHES undefined AND CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    # Clang 14 cannot place this check's data in the parts that it splits a coroutine into.
    target_compile_options(fb_compile INTERFACE -fno-sanitize=function)
  endif()
  if(FB_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(fb_compile INTERFACE -Wno-tsan)  # Asio's fences; GCC only
  endif()
endif()
if(FB_FUZZERS)
  target_compile_options(fb_compile INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Tests are compiled without optimization, which takes half the time; what they test is compiled as the build says.
# The Debug build is quick already and stays one thing throughout.
add_library(fb_compile_test INTERFACE)
if(NOT CMAKE_BUILD_TYPE STREQUAL Debug)
  target_compile_options(fb_compile_test INTERFACE -O0)
endif()
