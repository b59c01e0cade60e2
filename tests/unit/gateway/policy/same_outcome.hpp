// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whether two decisions are the same in everything that anybody can see of them.
#pragma once

#include "protocols/model/permit.hpp"
#include "protocols/model/result.hpp"

namespace fb::test {

inline bool same(const model::Result<model::Grant>& a, const model::Result<model::Grant>& b) {
  if (a.has_value() != b.has_value()) return false;
  if (!a) {
    return a.error().kind() == b.error().kind() && a.error().rule() == b.error().rule() &&
           a.error().detail() == b.error().detail() &&
           a.error().peer_text() == b.error().peer_text();
  }
  return a->caller.kind == b->caller.kind && a->caller.tenant == b->caller.tenant &&
         a->caller.user == b->caller.user && a->mailbox == b->mailbox && a->route == b->route &&
         a->path == b->path && a->level == b->level &&
         a->across_organisations == b->across_organisations && a->rule == b->rule &&
         a->shared_in_organisation == b->shared_in_organisation;
}

}  // namespace fb::test
