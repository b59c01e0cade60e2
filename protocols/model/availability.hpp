// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The question and the answer of the whole program, free of any dialect. A decoder makes the
// question, an encoder writes the answer; what only the wire needs (the caller's zone, the form of
// the view) stays with the dialect.
//
// An answer has exactly one entry per asked mailbox, in the asked order, under the asked address.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocols/model/free_busy.hpp"
#include "protocols/model/smtp_address.hpp"

namespace fb::model {

// A mailbox as the caller wrote it. An address that cannot be read fails alone, not with the
// request.
struct AskedMailbox {
  std::string as_written;  // for the reply, bounded by the decoder
  Result<SmtpAddress> address;
};

struct AvailabilityRequest {
  static constexpr std::size_t kMailboxesMax = 100;

  std::vector<AskedMailbox> mailboxes;
  TimeWindow window;
  SlotLength slot = SlotLength::half_hour();
  DetailLevel wish = DetailLevel::availability_only;
};

// exact: blocks are calendar entries. slots: the source gave a merged view only, so block edges are
// slot edges and no list of events may be shown.
enum class Precision : std::uint8_t { exact, slots };

struct Availability {
  TimeWindow window;
  std::vector<BusyBlock> blocks;  // by begin; each touches the window and is whole
  Precision precision = Precision::exact;
  std::optional<WorkingHours> working_hours;
  DetailLevel level = DetailLevel::availability_only;  // what the blocks hold at most
};

// The only downgrade in the program: what `level` does not show is gone afterwards. Private entries
// lose subject, location and id at every level; `across_organisations` takes the id away too. None
// is not a level of an answer.
void cut_to(DetailLevel level, bool across_organisations, Availability& availability);

enum class SharingPath : std::uint8_t {
  own_tenant,
  availability_address_space,
  organization_relationship
};
std::string_view name(SharingPath path);

enum class CacheState : std::uint8_t { none, fetched, cached, stale, negative, joined };
std::string_view name(CacheState state);

// Where an entry of the answer came from, for logs, headers and `explain`.
struct Provenance {
  CacheState cache = CacheState::none;
  std::chrono::seconds age{0};  // of the oldest part
  std::chrono::microseconds upstream_time{0};
  SharingPath path = SharingPath::own_tenant;
  std::string route;  // the source or the address space that was used
  std::string rule;   // what decided
};

// Of a distribution group: what each of its distinct members answered. The group's own entry is
// made of them, one status per slot; only who counts people has to look here.
using GroupMembers = std::vector<Result<Availability>>;

struct MailboxAvailability {
  std::string asked;
  Result<Availability> availability;
  Provenance provenance;
  std::optional<GroupMembers> members{};  // nothing for everybody who is no group
};

struct AvailabilityReply {
  TimeWindow window;
  SlotLength slot;
  std::vector<MailboxAvailability> mailboxes;
};

}  // namespace fb::model
