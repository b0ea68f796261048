# Code made at build time: texts, shaders, fonts, licences. Included as "strings.gen.h" and so on.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(RIZBIN_GENERATED "${CMAKE_BINARY_DIR}/gen")
file(MAKE_DIRECTORY "${RIZBIN_GENERATED}")
set(tools "${CMAKE_SOURCE_DIR}/tools")

# Texts in both languages
set(texts "${CMAKE_SOURCE_DIR}/assets/text/en.json" "${CMAKE_SOURCE_DIR}/assets/text/fa.json")
add_custom_command(OUTPUT "${RIZBIN_GENERATED}/strings.gen.h"
  COMMAND "${Python3_EXECUTABLE}" "${tools}/generate_strings.py" ${texts} "${RIZBIN_GENERATED}/strings.gen.h"
  DEPENDS ${texts} "${tools}/generate_strings.py"
  COMMENT "Generating strings.gen.h" VERBATIM)

# Shaders
file(GLOB shaders CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/shaders/*.vert" "${CMAKE_SOURCE_DIR}/shaders/*.frag" "${CMAKE_SOURCE_DIR}/shaders/*.glsl")
add_custom_command(OUTPUT "${RIZBIN_GENERATED}/shaders.gen.h"
  COMMAND "${Python3_EXECUTABLE}" "${tools}/generate_shaders.py" "${RIZBIN_GENERATED}/shaders.gen.h" ${shaders}
  DEPENDS ${shaders} "${tools}/generate_shaders.py"
  COMMENT "Generating shaders.gen.h" VERBATIM)

# Fonts: four weights of Vazirmatn and the icons, cut to what the program shows
set(npm "${CMAKE_SOURCE_DIR}/node_modules")
if(NOT EXISTS "${npm}/vazirmatn/package.json" OR NOT EXISTS "${npm}/lucide-static/package.json")
  message(FATAL_ERROR "The npm packages are not here. On Debian run tools/setup.sh; elsewhere `npm ci --ignore-scripts` in this folder.")
endif()
set(weights Regular Medium SemiBold Bold)
set(fonts)
foreach(weight IN LISTS weights)
  list(APPEND fonts "${npm}/vazirmatn/fonts/ttf/Vazirmatn-${weight}.ttf")
endforeach()
add_custom_command(OUTPUT "${RIZBIN_GENERATED}/fonts.gen.h" "${RIZBIN_GENERATED}/fonts.gen.cpp" "${RIZBIN_GENERATED}/icons.gen.h"
  COMMAND "${Python3_EXECUTABLE}" "${tools}/generate_fonts.py" --npm "${npm}" --icons "${CMAKE_SOURCE_DIR}/assets/icons.txt"
    --out "${RIZBIN_GENERATED}"
  DEPENDS ${fonts} "${npm}/lucide-static/font/lucide.ttf" "${CMAKE_SOURCE_DIR}/assets/icons.txt" "${tools}/generate_fonts.py"
  COMMENT "Cutting the fonts" VERBATIM)

# Licences of everything the program ships
if(EMSCRIPTEN)
  set(licence_target --emscripten "${EMSCRIPTEN_ROOT_PATH}" --sdl "${SDL_DIR}")
endif()
add_custom_command(OUTPUT "${RIZBIN_GENERATED}/licences.gen.h"
  COMMAND "${Python3_EXECUTABLE}" "${tools}/generate_licences.py" --source "${CMAKE_SOURCE_DIR}" --npm "${npm}" --imgui "${IMGUI_DIR}"
    --fribidi "${FRIBIDI_DIR}" ${licence_target} --out "${RIZBIN_GENERATED}"
  DEPENDS "${CMAKE_SOURCE_DIR}/LICENSE" "${tools}/generate_licences.py"
  COMMENT "Collecting licences" VERBATIM)

add_library(rizbin_generated STATIC "${RIZBIN_GENERATED}/fonts.gen.cpp" "${RIZBIN_GENERATED}/strings.gen.h" "${RIZBIN_GENERATED}/shaders.gen.h"
  "${RIZBIN_GENERATED}/fonts.gen.h" "${RIZBIN_GENERATED}/icons.gen.h" "${RIZBIN_GENERATED}/licences.gen.h")
target_include_directories(rizbin_generated PUBLIC "${RIZBIN_GENERATED}")
target_compile_options(rizbin_generated PRIVATE -Wno-c23-extensions)
