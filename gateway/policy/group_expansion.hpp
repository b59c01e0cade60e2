// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// From a distribution group to the people in it: groups in groups are followed, one that contains
// itself is followed once, and somebody who is in it twice is one person. Pure; grants nothing.
//
// Only callers of the group's own tenant see into a group. To everybody else its address is one
// that does not exist, which policy::evaluate() tells them.
#pragma once

#include <optional>
#include <vector>

#include "config/snapshot.hpp"
#include "gateway/policy/decide.hpp"
#include "protocols/model/caller.hpp"
#include "protocols/model/result.hpp"

namespace fb::policy {

// Members that are looked at for one question, whether they turn out to be new or not.
inline constexpr std::size_t kGroupReferencesMax = 10'000;

// One for each question, since its groups share the limit above.
class GroupExpansion {
 public:
  GroupExpansion(const config::Snapshot& snapshot, const model::Caller& caller,
                 const QuestionContext& context);

  // Nothing where `asked` is no group that this caller may see into. Else one address for each
  // person, as the group has it; what leads to nobody counts as a person, of whom nothing will be
  // known. group_too_big where there are more than `people_max`.
  std::optional<model::Result<std::vector<model::SmtpAddress>>> people_of(
      const model::SmtpAddress& asked, std::size_t people_max);

 private:
  const config::Snapshot& snapshot_;
  const config::Tenant* tenant_ = nullptr;  // null: no group is to be expanded
  bool is_server_;
  std::size_t references_left_ = kGroupReferencesMax;
};

}  // namespace fb::policy
