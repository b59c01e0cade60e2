// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/pipeline/assemble.hpp"

#include <utility>

namespace fb::pipeline {
namespace {

model::MailboxAvailability denied(const model::AskedMailbox& asked, const model::Error& error) {
  model::Provenance provenance;
  provenance.rule = error.rule();
  return {asked.as_written, error, std::move(provenance)};
}

model::MailboxAvailability permitted(const model::AskedMailbox& asked, const model::Permit& permit,
                                     Fetched fetched, model::DetailLevel wish) {
  model::Provenance provenance{fetched.cache,
                               fetched.age,
                               fetched.upstream_time,
                               permit->path,
                               model::describe(permit->route),
                               permit->rule};
  if (fetched.availability) {
    model::cut_to(model::least(wish, permit->level), permit->across_organisations,
                  *fetched.availability);
  }
  return {asked.as_written, std::move(fetched.availability), std::move(provenance)};
}

}  // namespace

model::AvailabilityReply assemble(const model::AvailabilityRequest& request,
                                  const std::vector<Decision>& decisions,
                                  std::vector<std::optional<Fetched>> fetched) {
  model::AvailabilityReply reply{request.window, request.slot, {}};
  reply.mailboxes.reserve(request.mailboxes.size());
  for (std::size_t i = 0; i < request.mailboxes.size(); ++i) {
    const model::AskedMailbox& asked = request.mailboxes[i];
    reply.mailboxes.push_back(
        decisions[i] ? permitted(asked, *decisions[i], std::move(*fetched[i]), request.wish)
                     : denied(asked, decisions[i].error()));
  }
  return reply;
}

}  // namespace fb::pipeline
