# Every -s flag of Emscripten stands here.

# The page: an ES module without eval, file system, exceptions or longjmp.
function(rizbin_page target)
  set_target_properties(${target} PROPERTIES OUTPUT_NAME app SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/page")
  target_link_options(${target} PRIVATE $<IF:$<CONFIG:Debug>,-g,-Oz>
    -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=rizbin_app -sENVIRONMENT=web
    -sFILESYSTEM=0 -sMALLOC=emmalloc -sSUPPORT_LONGJMP=0 -sTEXTDECODER=2
    -sDYNAMIC_EXECUTION=0                 # the Content-Security-Policy forbids eval
    -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB
    -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
    -sGL_ENABLE_GET_PROC_ADDRESS=0        # SDL's only user of it is a stub in web/platform/platform_web.cpp
    -sEXPORTED_RUNTIME_METHODS=UTF8ToString,stringToNewUTF8
    -sEXPORTED_FUNCTIONS=_main,_malloc,_free
    -sTRUSTED_TYPES=1)
  set(dist "${CMAKE_SOURCE_DIR}/dist" CACHE PATH "where the finished page goes")
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  file(GLOB shell_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/web/shell/*")
  add_custom_command(OUTPUT "${CMAKE_BINARY_DIR}/dist.stamp"
    COMMAND "${Python3_EXECUTABLE}" "${CMAKE_SOURCE_DIR}/tools/make_dist.py" --page "${CMAKE_BINARY_DIR}/page"
      --generated "${RIZBIN_GENERATED}" --source "${CMAKE_SOURCE_DIR}" --out "${dist}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${CMAKE_BINARY_DIR}/dist.stamp"
    DEPENDS ${target} "${CMAKE_SOURCE_DIR}/index.html" ${shell_files} "${CMAKE_SOURCE_DIR}/tools/make_dist.py"
      "${RIZBIN_GENERATED}/licences.gen.h"
    COMMENT "Making dist/"
    VERBATIM)
  add_custom_target(dist ALL DEPENDS "${CMAKE_BINARY_DIR}/dist.stamp")
endfunction()

# Tests under Node.js: the same program, with Node's own files.
function(rizbin_node_program target)
  set_target_properties(${target} PROPERTIES SUFFIX .cjs)
  target_link_options(${target} PRIVATE -O1 -sENVIRONMENT=node -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB -sEXIT_RUNTIME=1
    -sSUPPORT_LONGJMP=0 -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2)
endfunction()

# The benchmark: one module for Node.js and for a page.
function(rizbin_bench_program target)
  set_target_properties(${target} PROPERTIES SUFFIX .mjs)
  target_link_options(${target} PRIVATE -O3 -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,worker,node -sFILESYSTEM=0 -sMALLOC=emmalloc
    -sSUPPORT_LONGJMP=0 -sDYNAMIC_EXECUTION=0 -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB -sINVOKE_RUN=0 -sEXPORTED_RUNTIME_METHODS=callMain
    -sEXPORTED_FUNCTIONS=_main)
endfunction()
