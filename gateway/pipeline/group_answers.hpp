// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Distribution groups in a question. Before anything is decided, each group is replaced by its
// people; when all is answered, the people's answers become that of the group: one status per slot,
// the strongest. Somebody who gave no answer is no data in every slot, so a group is free only
// where everybody is known to be free.
#pragma once

#include <optional>
#include <vector>

#include "gateway/policy/group_expansion.hpp"
#include "protocols/model/availability.hpp"

namespace fb::pipeline {

// Exchange expands groups up to this many attendees of one question, those who were asked for by
// name included.
inline constexpr std::size_t kAttendeesMax = model::AvailabilityRequest::kMailboxesMax;

// What one entry of the question stands for.
struct GroupPart {
  std::size_t first;  // of the people
  std::size_t count;  // 1 where it is no group
  bool is_group = false;
  std::optional<model::Error> refused{};  // a group that is too big has no people
};

struct ExpandedQuestion {
  model::AvailabilityRequest people;
  std::vector<GroupPart> parts;  // one per asked mailbox
};

// Nothing where no group was asked for.
std::optional<ExpandedQuestion> expand_groups(const model::AvailabilityRequest& request,
                                              policy::GroupExpansion& expansion);

// `people` answers `expanded.people`.
model::AvailabilityReply gather_groups(const model::AvailabilityRequest& request,
                                       const ExpandedQuestion& expanded,
                                       model::AvailabilityReply people);

}  // namespace fb::pipeline
