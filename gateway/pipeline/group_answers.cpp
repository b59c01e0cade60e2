// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/pipeline/group_answers.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace fb::pipeline {
namespace {

using model::Availability;
using model::BusyBlock;
using model::CacheState;
using model::MailboxAvailability;
using model::TimeWindow;
using Members = std::vector<model::SmtpAddress>;

// The people of each asked group; nothing for who is none. Groups take from what those who were
// asked for by name leave, in their order.
std::vector<std::optional<model::Result<Members>>> expand_each(
    const model::AvailabilityRequest& request, policy::GroupExpansion& expansion) {
  std::vector<std::optional<model::Result<Members>>> groups(request.mailboxes.size());
  std::size_t room = kAttendeesMax;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const model::AskedMailbox& asked = request.mailboxes[i];
    if (asked.address) groups[i] = expansion.people_of(*asked.address, kAttendeesMax);
    if (!groups[i]) room -= std::min<std::size_t>(room, 1);
  }
  for (auto& group : groups) {
    if (!group || !*group) continue;
    if ((*group)->size() > room) {
      *group = model::Error::of(model::ErrorKind::group_too_big,
                                "the group has " + std::to_string((*group)->size()) +
                                    " members and only " + std::to_string(room) +
                                    " more attendees fit into the question",
                                "group.too_big");
    } else {
      room -= (*group)->size();
    }
  }
  return groups;
}

// Fetched beats what was there all along; the age is that of the oldest part.
void add(const model::Provenance& part, model::Provenance& whole) {
  constexpr CacheState kOrder[] = {CacheState::none,   CacheState::negative, CacheState::cached,
                                   CacheState::joined, CacheState::stale,    CacheState::fetched};
  const auto rank = [&](CacheState state) {
    return std::find(std::begin(kOrder), std::end(kOrder), state) - std::begin(kOrder);
  };
  if (rank(part.cache) > rank(whole.cache)) whole.cache = part.cache;
  whole.age = std::max(whole.age, part.age);
  whole.upstream_time = std::max(whole.upstream_time, part.upstream_time);
}

// One calendar of all, in slots: whose block it is, and where it begins, is nobody's business.
Availability merged(const model::GroupMembers& members, const TimeWindow& window,
                    model::SlotLength slot) {
  std::vector<BusyBlock> blocks;
  const BusyBlock unknown{window.begin(), window.end(), model::FreeBusyStatus::no_data, {}};
  if (members.empty()) blocks.push_back(unknown);
  for (const auto& member : members) {
    if (!member) {
      blocks.push_back(unknown);
      continue;
    }
    blocks.insert(blocks.end(), member->blocks.begin(), member->blocks.end());
    const auto parts = model::unknown_parts(member->window, window);
    blocks.insert(blocks.end(), parts.begin(), parts.end());
  }
  const auto slots = model::merge(blocks, window, slot);
  return {window,
          model::blocks_of_slots(slots, window, slot),
          model::Precision::slots,
          {},
          model::DetailLevel::availability_only};
}

MailboxAvailability answer_of(const model::AvailabilityRequest& request,
                              const model::AskedMailbox& asked, const GroupPart& part,
                              model::AvailabilityReply& people) {
  model::Provenance provenance;
  provenance.rule = part.refused ? part.refused->rule() : "group";
  provenance.route = "group:" + asked.address->str();
  if (part.refused) return {asked.as_written, *part.refused, std::move(provenance)};
  model::GroupMembers members;
  for (std::size_t i = part.first; i < part.first + part.count; ++i) {
    MailboxAvailability& member = people.mailboxes[i];
    add(member.provenance, provenance);
    if (member.availability) {
      model::cut_to(model::DetailLevel::availability_only, false, *member.availability);
    }
    members.push_back(std::move(member.availability));
  }
  Availability whole = merged(members, request.window, request.slot);
  return {asked.as_written, std::move(whole), std::move(provenance), std::move(members)};
}

}  // namespace

std::optional<ExpandedQuestion> expand_groups(const model::AvailabilityRequest& request,
                                              policy::GroupExpansion& expansion) {
  auto groups = expand_each(request, expansion);
  const bool any = std::any_of(groups.begin(), groups.end(),
                               [](const auto& group) { return group.has_value(); });
  if (!any) return std::nullopt;
  ExpandedQuestion expanded{{{}, request.window, request.slot, request.wish}, {}};
  std::vector<model::AskedMailbox>& people = expanded.people.mailboxes;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    GroupPart part{people.size(), 1};
    if (!groups[i]) {
      people.push_back(request.mailboxes[i]);
    } else {
      part.is_group = true;
      part.count = *groups[i] ? (*groups[i])->size() : 0;
      if (!*groups[i]) part.refused = groups[i]->error();
      if (*groups[i]) {
        for (const model::SmtpAddress& member : **groups[i])
          people.push_back({member.str(), member});
      }
    }
    expanded.parts.push_back(std::move(part));
  }
  return expanded;
}

model::AvailabilityReply gather_groups(const model::AvailabilityRequest& request,
                                       const ExpandedQuestion& expanded,
                                       model::AvailabilityReply people) {
  model::AvailabilityReply reply{request.window, request.slot, {}};
  reply.mailboxes.reserve(request.mailboxes.size());
  for (std::size_t i = 0; i < request.mailboxes.size(); ++i) {
    const GroupPart& part = expanded.parts[i];
    if (part.is_group) {
      reply.mailboxes.push_back(answer_of(request, request.mailboxes[i], part, people));
    } else {
      reply.mailboxes.push_back(std::move(people.mailboxes[part.first]));
    }
  }
  return reply;
}

}  // namespace fb::pipeline
