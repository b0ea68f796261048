# Libraries at pinned versions. tools/setup.sh puts their sources into the cache folder; where they are missing (another system),
# FetchContent brings the same versions from their upstream repositories.
include(FetchContent)
if(DEFINED ENV{RIZBIN_CACHE})
  set(RIZBIN_CACHE "$ENV{RIZBIN_CACHE}")
else()
  set(RIZBIN_CACHE "$ENV{HOME}/.cache/rizbin")
endif()

# source_dir(VARIABLE cached-folder repository tag): where a library's sources are.
macro(rizbin_source variable folder repository tag)
  if(EXISTS "${RIZBIN_CACHE}/src/${folder}/.ready")
    set(${variable} "${RIZBIN_CACHE}/src/${folder}")
  else()
    FetchContent_Declare(${folder} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW TRUE SOURCE_SUBDIR none)
    FetchContent_MakeAvailable(${folder})
    string(TOLOWER "${folder}" rizbin_lower)
    set(${variable} "${${rizbin_lower}_SOURCE_DIR}")
  endif()
endmacro()

# --- Dear ImGui ----------------------------------------------------------------------------------------------------------------
rizbin_source(IMGUI_DIR imgui-1.92.2b https://github.com/ocornut/imgui.git v1.92.2b)
add_library(rizbin_imgui STATIC ${IMGUI_DIR}/imgui.cpp ${IMGUI_DIR}/imgui_draw.cpp ${IMGUI_DIR}/imgui_tables.cpp
  ${IMGUI_DIR}/imgui_widgets.cpp)
target_include_directories(rizbin_imgui SYSTEM PUBLIC ${IMGUI_DIR} ${IMGUI_DIR}/backends)
target_include_directories(rizbin_imgui PUBLIC "${CMAKE_SOURCE_DIR}")
target_link_libraries(rizbin_imgui PUBLIC rizbin_engine) # its assertions end in check_failed
target_compile_definitions(rizbin_imgui PUBLIC IMGUI_USER_CONFIG="web/platform/imconfig.h")

# --- SDL2, OpenGL and ImGui's backends -----------------------------------------------------------------------------------------
add_library(rizbin_gl INTERFACE)
add_library(rizbin_sdl INTERFACE)
if(EMSCRIPTEN)
  include(cmake/sdl_web.cmake)
  target_link_libraries(rizbin_sdl INTERFACE rizbin_sdl_web)
elseif(RIZBIN_APP)
  find_package(SDL2 2.26 CONFIG QUIET)
  if(NOT SDL2_FOUND)
    set(SDL_TEST OFF CACHE BOOL "" FORCE)
    set(SDL_SHARED OFF CACHE BOOL "" FORCE)
    FetchContent_Declare(sdl2 GIT_REPOSITORY https://github.com/libsdl-org/SDL.git GIT_TAG release-2.32.4 GIT_SHALLOW TRUE)
    FetchContent_MakeAvailable(sdl2)
    target_link_libraries(rizbin_sdl INTERFACE SDL2::SDL2-static)
  else()
    target_link_libraries(rizbin_sdl INTERFACE SDL2::SDL2)
  endif()
endif()
if(NOT EMSCRIPTEN)
  find_package(OpenGL REQUIRED)
  target_link_libraries(rizbin_gl INTERFACE OpenGL::GL ${CMAKE_DL_LIBS})
endif()

if(RIZBIN_APP)
  add_library(rizbin_imgui_backends STATIC ${IMGUI_DIR}/backends/imgui_impl_opengl3.cpp ${IMGUI_DIR}/backends/imgui_impl_sdl2.cpp)
  target_link_libraries(rizbin_imgui_backends PUBLIC rizbin_imgui rizbin_sdl rizbin_gl)
  if(EMSCRIPTEN)
    target_compile_definitions(rizbin_imgui_backends PUBLIC IMGUI_IMPL_OPENGL_ES3)
  endif()
endif()

# --- FriBidi: plain C with its tables inside ------------------------------------------------------------------------------------
if(EXISTS "${RIZBIN_CACHE}/src/fribidi-1.0.16/.ready")
  set(FRIBIDI_DIR "${RIZBIN_CACHE}/src/fribidi-1.0.16")
else()
  # The release archive: a checkout of the repository has no generated tables.
  FetchContent_Declare(fribidi URL https://github.com/fribidi/fribidi/releases/download/v1.0.16/fribidi-1.0.16.tar.xz
    URL_HASH SHA256=1b1cde5b235d40479e91be2f0e88a309e3214c8ab470ec8a2744d82a5a9ea05c SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(fribidi)
  set(FRIBIDI_DIR "${fribidi_SOURCE_DIR}")
endif()
file(GLOB fribidi_sources "${FRIBIDI_DIR}/lib/*.c")
add_library(rizbin_fribidi STATIC ${fribidi_sources})
target_compile_definitions(rizbin_fribidi PUBLIC DONT_HAVE_FRIBIDI_CONFIG_H HAVE_STDLIB_H=1 HAVE_STRING_H=1 HAVE_STRINGIZE=1
  FRIBIDI_LIB_STATIC)
target_include_directories(rizbin_fribidi SYSTEM PUBLIC "${FRIBIDI_DIR}/lib")

# --- header-only ----------------------------------------------------------------------------------------------------------------
# The system's headers, reached through a folder of links: /usr/include itself must never come before Emscripten's own headers.
set(links "${CMAKE_BINARY_DIR}/headers")
file(MAKE_DIRECTORY "${links}")
macro(rizbin_header_only target folder repository tag include)
  add_library(${target} INTERFACE)
  if(EXISTS "/usr/include/${folder}")
    file(CREATE_LINK "/usr/include/${folder}" "${links}/${folder}" SYMBOLIC)
    target_include_directories(${target} SYSTEM INTERFACE "${links}")
  else()
    FetchContent_Declare(${folder} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW TRUE SOURCE_SUBDIR none)
    FetchContent_MakeAvailable(${folder})
    target_include_directories(${target} SYSTEM INTERFACE "${${folder}_SOURCE_DIR}/${include}")
  endif()
endmacro()
rizbin_header_only(rizbin_json nlohmann https://github.com/nlohmann/json.git v3.11.2 include)
target_compile_definitions(rizbin_json INTERFACE JSON_NOEXCEPTION JSON_USE_IMPLICIT_CONVERSIONS=0)
if(RIZBIN_TESTS)
  rizbin_header_only(rizbin_doctest doctest https://github.com/doctest/doctest.git v2.4.9 .)
endif()
