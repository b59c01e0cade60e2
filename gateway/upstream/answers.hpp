// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Answers in the shape that an upstream owes: one per permit, in order, and nothing that was not
// asked for. What is missing is an error, never an empty calendar.
#pragma once

#include <optional>
#include <vector>

#include "gateway/upstream/calendar_upstream.hpp"

namespace fb::upstream {

using Answers = std::vector<model::Result<model::Availability>>;

Answers for_everybody(std::size_t mailboxes, const model::Error& error);

// A decoder's verdict about a whole call, as one answer per mailbox. Another number of answers than
// of mailboxes is peer_broken for everybody.
Answers one_per_mailbox(std::size_t mailboxes, model::Result<Answers> decoded);

// The last step of every route: an answer for another window than was asked is refused, and nothing
// leaves that its permit does not show.
void cut_to_permits(const UpstreamQuestion& question, Answers& answers);

std::vector<model::SmtpAddress> mailboxes_of(const UpstreamQuestion& question);

}  // namespace fb::upstream
