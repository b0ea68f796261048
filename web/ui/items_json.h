// The items of the last frame as JSON, for the door's items() and the accessible mirror; and the platform's keys led to items.
//
//   [{"id":"timeline/play","role":"button","label":"Train","rect":[x,y,w,h],"actions":["press","focus"],
//     "value":…, "description":…, "disabled":true, "selected":true, "expanded":true, "invalid":true, "mirrored":false, "live":true,
//     "min":…, "max":…, "now":…, "parent":…, "focused":true, "stop":true}]
//
// What is empty or false is left out; "stop": Tab stops at it.
#pragma once

#include <string>

namespace rizbin::ui {

[[nodiscard]] std::string items_json();
[[nodiscard]] std::string mirror_json();  // only those that stand in the mirror
// Of everything the mirror shows, focus included.
[[nodiscard]] unsigned long long items_hash();
// Keys go from the platform to push_key(). Once, at the start.
void connect_platform();

}  // namespace rizbin::ui
