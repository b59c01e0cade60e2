// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/answers.hpp"

#include <utility>

namespace fb::upstream {

using model::Error;
using model::ErrorKind;

Answers for_everybody(std::size_t mailboxes, const Error& error) {
  return Answers(mailboxes, error);
}

Answers one_per_mailbox(std::size_t mailboxes, model::Result<Answers> decoded) {
  if (!decoded) return for_everybody(mailboxes, decoded.error());
  if (decoded->size() != mailboxes) {
    return for_everybody(
        mailboxes, Error::of(ErrorKind::peer_broken, "the answer has another number of mailboxes"));
  }
  return std::move(*decoded);
}

void cut_to_permits(const UpstreamQuestion& question, Answers& answers) {
  for (std::size_t i = 0; i < answers.size(); ++i) {
    model::Result<model::Availability>& answer = answers[i];
    if (!answer) continue;
    if (answer->window != question.window) {
      answer = Error::of(ErrorKind::peer_broken, "the answer is for another window");
      continue;
    }
    const model::Permit& permit = question.permits[i];
    model::cut_to(permit->level, permit->across_organisations, *answer);
  }
}

std::vector<model::SmtpAddress> mailboxes_of(const UpstreamQuestion& question) {
  std::vector<model::SmtpAddress> mailboxes;
  mailboxes.reserve(question.permits.size());
  for (const model::Permit& permit : question.permits) mailboxes.push_back(permit->mailbox);
  return mailboxes;
}

}  // namespace fb::upstream
