# SDL2 for the page, from its .c files: window, events, GL context. What the page does not use is left out
# (SDL_LEAN_AND_MEAN and the *_DISABLED switches), which halves it.
rizbin_source(SDL_DIR SDL2-2.32.4 https://github.com/libsdl-org/SDL.git release-2.32.4)
set(folders . atomic cpuinfo dynapi events file libm locale locale/emscripten misc misc/emscripten power power/emscripten sensor
  sensor/dummy stdlib thread thread/generic timer timer/unix video video/yuv2rgb video/emscripten video/dummy audio audio/dummy joystick
  joystick/dummy joystick/emscripten haptic haptic/dummy render filesystem/emscripten loadso/dummy main/dummy hidapi)
set(sources)
foreach(folder IN LISTS folders)
  file(GLOB found "${SDL_DIR}/src/${folder}/*.c")
  list(APPEND sources ${found})
endforeach()
add_library(rizbin_sdl_web STATIC EXCLUDE_FROM_ALL ${sources})
target_include_directories(rizbin_sdl_web SYSTEM PUBLIC "${SDL_DIR}/include")
target_compile_definitions(rizbin_sdl_web PRIVATE SDL_LEAN_AND_MEAN=1 SDL_AUDIO_DISABLED=1 SDL_JOYSTICK_DISABLED=1 SDL_SENSOR_DISABLED=1
  SDL_RENDER_DISABLED=1 SDL_POWER_DISABLED=1 SDL_LOADSO_DISABLED=1)
target_compile_options(rizbin_sdl_web PRIVATE -w)
