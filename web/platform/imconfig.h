// Dear ImGui's configuration, read by imgui.h in every file (IMGUI_USER_CONFIG). A broken assertion of ImGui's ends as a CHECK
// of ours does: with the readable message.
#pragma once

#include "engine/core/check.h"

// A screen full of numbers, curves and controls may need more than 65,536 vertices in one list.
#define ImDrawIdx unsigned int
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IM_ASSERT(condition) ((condition) ? static_cast<void>(0) : ::rizbin::check_failed(#condition, "Dear ImGui"))
