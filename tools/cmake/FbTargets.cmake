# The kinds of target, and the targets that gather them:
#   tests_<label>      every test program of one label, so that a sanitizer build compiles no more than it runs
#   tests_coroutine    the tests of gateway/* and the scenarios, for the second compiler
#   coroutine_layers   the libraries of gateway/*, for the second compiler
#   fuzzers            every libFuzzer program
foreach(label unit scenario corpus threads integration style coroutine)
  add_custom_target(tests_${label})
endforeach()
add_custom_target(coroutine_layers)
add_custom_target(fuzzers)
file(GLOB old_corpus_notes ${CMAKE_BINARY_DIR}/fuzz/*.corpus)
if(old_corpus_notes)
  file(REMOVE ${old_corpus_notes})
endif()

# Gives those of the headers that no source includes before all others. A source that does shows already that its header
# can stand alone, wherever headers are not precompiled.
function(fb_headers_nobody_has_first result sources headers)
  set(first_ones)
  foreach(source ${sources})
    file(STRINGS ${source} include REGEX "^#include" LIMIT_COUNT 1)
    if(include MATCHES "\"(.+)\"")
      list(APPEND first_ones ${CMAKE_SOURCE_DIR}/${CMAKE_MATCH_1})
    endif()
  endforeach()
  list(TRANSFORM headers PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(REMOVE_ITEM headers ${first_ones})
  set(${result} ${headers} PARENT_SCOPE)
endfunction()

# fb_library(name SOURCES ... HEADERS ... LINK ... PRIVATE_LINK ...)
# One library per folder, linked only along the rows of the layer table (tools/checks/layers.txt). The target
# all_verify_interface_header_sets compiles each header alone that is not compiled first in a source.
function(fb_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;LINK;PRIVATE_LINK" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC fb_compile ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
    fb_headers_nobody_has_first(alone "${ARG_SOURCES}" "${ARG_HEADERS}")
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${ARG_HEADERS}
      FILE_SET alone TYPE HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${alone})
    set_target_properties(${name} PROPERTIES INTERFACE_HEADER_SETS_TO_VERIFY alone)
    fb_use_precompiled(${name} library)
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE fb_compile ${ARG_LINK})
    target_sources(${name} INTERFACE FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${ARG_HEADERS})
  endif()
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  string(FIND ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/gateway/ in_gateway)
  if(ARG_SOURCES AND in_gateway EQUAL 0)
    add_dependencies(coroutine_layers ${name})
  endif()
endfunction()

# fb_program(name SOURCES ... LINK ...)
# A program that people run; it lands in bin/ of the build folder.
function(fb_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE fb_compile ${ARG_LINK})
  # Integration tests run the programs, so building those tests builds these.
  add_dependencies(tests_integration ${name})
endfunction()

# Registers what fb_test and fb_script_test have in common: labels, time limit, and the gathering targets.
function(fb_register_test name labels seconds)
  string(FIND ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests/unit/gateway in_gateway)
  if(in_gateway EQUAL 0 OR "scenario" IN_LIST labels)
    list(APPEND labels coroutine)
  endif()
  if(NOT seconds)
    set(seconds 120)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT ${seconds})
  foreach(label ${labels})
    if(NOT TARGET tests_${label})
      message(FATAL_ERROR "${name}: there is no test label '${label}'")
    endif()
    if(TARGET ${name})
      add_dependencies(tests_${label} ${name})
    endif()
  endforeach()
endfunction()

# fb_test(name SOURCES ... LINK ... LABELS ... [SECONDS n])
# A GoogleTest program, one CTest entry. It gets FB_SOURCE_DIR to find golden files and FB_BINARY_DIR to find bin/.
function(fb_test name)
  cmake_parse_arguments(ARG "" "SECONDS" "SOURCES;LINK;LABELS" ${ARGN})
  if(NOT ARG_LABELS)
    message(FATAL_ERROR "${name}: a test needs LABELS")
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE fb_compile fb_compile_test ${ARG_LINK} GTest::gmock GTest::gtest_main)
  fb_use_precompiled(${name} test)
  target_compile_definitions(${name} PRIVATE
    FB_SOURCE_DIR="${CMAKE_SOURCE_DIR}" FB_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  fb_register_test(${name} "${ARG_LABELS}" "${ARG_SECONDS}")
endfunction()

# fb_script_test(name COMMAND ... LABELS ... [SECONDS n])
# A test that is a script; it runs in the source folder and gets FB_BINARY_DIR in its environment.
function(fb_script_test name)
  cmake_parse_arguments(ARG "" "SECONDS" "COMMAND;LABELS" ${ARGN})
  add_test(NAME ${name} COMMAND ${ARG_COMMAND} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES
    ENVIRONMENT "FB_BINARY_DIR=${CMAKE_BINARY_DIR};PYTHONDONTWRITEBYTECODE=1")
  fb_register_test(${name} "${ARG_LABELS}" "${ARG_SECONDS}")
endfunction()

# fb_fuzzer(name SOURCES ... LINK ... CORPUS dir)
# With FB_FUZZERS a libFuzzer program; always a replayer that runs the committed corpus as a test.
function(fb_fuzzer name)
  cmake_parse_arguments(ARG "" "CORPUS" "SOURCES;LINK" ${ARGN})
  if(FB_FUZZERS)
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE fb_compile ${ARG_LINK} -fsanitize=fuzzer)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
    add_dependencies(fuzzers ${name})
    # tools/fuzz reads where the corpus is.
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/fuzz/${name}.corpus CONTENT "${ARG_CORPUS}\n")
  endif()
  add_executable(${name}_replay ${ARG_SOURCES})
  target_link_libraries(${name}_replay PRIVATE fb_compile fb_compile_test ${ARG_LINK} corpus_replay_main)
  set_target_properties(${name}_replay PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name}_replay COMMAND ${name}_replay ${ARG_CORPUS})
  fb_register_test(${name}_replay corpus 120)
endfunction()
