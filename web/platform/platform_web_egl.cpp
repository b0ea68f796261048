// SDL asks EGL for the addresses of GL functions. The page links them directly, so an answer of "none" keeps Emscripten's whole
// table of names out of the download.
extern "C" void* eglGetProcAddress(const char*) { return nullptr; }
