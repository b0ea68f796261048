// Rizbin: the page and the window begin here.
#include "web/app/app.h"

int main(int argc, char** argv) {
  static rizbin::App app;  // the page's loop outlives main()
  return rizbin::platform::run(argc, argv, app.callbacks());
}
