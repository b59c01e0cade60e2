# With FB_PRECOMPILE, the headers that most sources share are compiled once for the libraries and once for the tests,
# which have other flags; docs/decisions/0009-quick-builds.md says what that gives.
# Not in the release build: there each source has only what it includes itself, so that a forgotten #include is found.
# Nor with GCC, whose warnings look into system headers once these are precompiled.
option(FB_PRECOMPILE "Use precompiled headers in libraries and tests; Clang only" OFF)

# fb_precompiled_header(name HEADERS ... LINK ...)
# A target that exists for its precompiled header alone. It needs the flags of those who will use it: Clang
# refuses a precompiled header that was made with others.
function(fb_precompiled_header name)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINK" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Only the header counts.\n")
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${source})
  target_link_libraries(${name} PRIVATE fb_compile ${ARG_LINK})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
  # Without the time in the header, ccache can answer for those who use it.
  target_compile_options(${name} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
endfunction()

# The same for tests. They are programs, which CMake compiles with -fPIE, not with -fPIC as it does libraries.
function(fb_precompiled_test_header name)
  fb_precompiled_header(${name} ${ARGN} LINK fb_compile_test GTest::gmock)
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${name} PRIVATE -fPIE)
endfunction()

# fb_use_precompiled(target library|test)
# The folder decides whether Asio's headers are in it: only where everything is linked with Asio.
function(fb_use_precompiled target kind)
  if(NOT FB_PRECOMPILE)
    return()
  endif()
  set(part "")
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  if(folder MATCHES "^(tests/unit/)?gateway/(async|net|identity|upstream|pipeline|front|app)$"
      OR folder MATCHES "^tests/(scenarios|threads|integration)")
    set(part _asio)
  endif()
  target_precompile_headers(${target} REUSE_FROM precompiled${part}_${kind})
endfunction()

if(FB_PRECOMPILE)
  if(CCACHE)
    # What ccache's manual asks for where headers are precompiled.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  endif()
  set(shared ${CMAKE_CURRENT_LIST_DIR}/shared_headers.hpp)
  set(shared_asio ${CMAKE_CURRENT_LIST_DIR}/shared_asio_headers.hpp)
  fb_precompiled_header(precompiled_library HEADERS ${shared})
  fb_precompiled_header(precompiled_asio_library HEADERS ${shared_asio})
  fb_precompiled_test_header(precompiled_test HEADERS <gmock/gmock.h> <gtest/gtest.h> ${shared})
  fb_precompiled_test_header(precompiled_asio_test HEADERS <gmock/gmock.h> <gtest/gtest.h> ${shared_asio})
endif()
