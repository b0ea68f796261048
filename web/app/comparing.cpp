// See comparing.h.
#include "web/app/comparing.h"

namespace rizbin {
namespace {

// A network of other shapes has nothing to compare.
bool same_network(const Snapshot& a, const Snapshot& b) {
  if (a.layers.size() != b.layers.size() || a.picture.size() != b.picture.size()) return false;
  for (std::size_t i = 0; i < a.layers.size(); ++i)
    if (a.layers[i].spec.kind != b.layers[i].spec.kind || a.layers[i].out != b.layers[i].out) return false;
  return true;
}

}  // namespace

void Comparing::follow(const std::shared_ptr<const Snapshot>& now, const std::shared_ptr<const Snapshot>& before_edit, bool asked) {
  if (kept_ && !same_network(*kept_, *now)) kept_.reset();
  if (first_ && (!asked || before_edit || !same_network(*first_, *now))) first_.reset();
  std::shared_ptr<const Snapshot> base = kept_ ? kept_ : before_edit;
  if (base && !same_network(*base, *now)) base.reset();
  if (!base && asked) {
    if (!first_) first_ = now;
    base = first_;
  }
  if (base == base_ && now == now_) return;
  base_ = std::move(base);
  now_ = now;
  change_ = base_ ? std::make_shared<const Change>(change_between(*now, base_)) : nullptr;
}

void Comparing::keep(const std::shared_ptr<const Snapshot>& now) {
  if (kept_) {
    kept_.reset();
  } else {
    kept_ = now;
  }
}

}  // namespace rizbin
