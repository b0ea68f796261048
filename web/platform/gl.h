// OpenGL as both targets have it: ES 3.0 in the page, 3.3 core on the desktop, and the line that begins a shader there.
#pragma once

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>
#endif

namespace rizbin::platform {

#ifdef __EMSCRIPTEN__
inline constexpr char kGlslVersion[] = "#version 300 es\n";
#else
inline constexpr char kGlslVersion[] = "#version 330 core\n";
#endif

}  // namespace rizbin::platform
