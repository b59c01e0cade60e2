# Tests that run the real programs on the demo's stage.
function(fb_stage_test name)
  add_test(NAME ${name} COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/${name}.py $<TARGET_FILE_DIR:freebusyd>)
  set_tests_properties(${name} PROPERTIES LABELS integration TIMEOUT 300)
endfunction()

add_test(NAME demo COMMAND /usr/bin/python3 -B ${CMAKE_SOURCE_DIR}/tools/demo_cast/main.py
  --programs $<TARGET_FILE_DIR:freebusyd>)
set_tests_properties(demo PROPERTIES LABELS integration TIMEOUT 300)

fb_stage_test(autodiscover_search_test)
fb_stage_test(autodiscover_test)
fb_stage_test(bad_input_test)
fb_stage_test(check_config_test)
fb_stage_test(discovery_test)
fb_stage_test(exchangelib_test)
fb_stage_test(freebusyctl_test)
fb_stage_test(graph_front_test)
fb_stage_test(openapi_test)
fb_stage_test(own_files_test)
fb_stage_test(plain_api_test)
fb_stage_test(reload_and_stop_test)
fb_stage_test(unknown_test)
fb_stage_test(up_and_down_test)
