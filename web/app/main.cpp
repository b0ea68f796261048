// Rizbin: the page and the window begin here.
#include "web/app/app.h"
#include "web/ui/gallery.h"

int main(int argc, char** argv) {
  static rizbin::App app;  // the page's loop outlives main()
  return rizbin::platform::run(argc, argv, rizbin::ui::with_gallery(app.callbacks()));
}
