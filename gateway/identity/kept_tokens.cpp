// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/kept_tokens.hpp"

#include <algorithm>
#include <random>

namespace fb::identity {

using model::Error;
using model::ErrorKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

seconds usable_for(seconds good_for, const KeepingRules& rules) {
  return good_for - std::min(rules.margin_max, good_for / 2);
}

milliseconds renewed_after(seconds usable_for) {
  // Not a secret: it spreads renewals, so that tokens that were obtained together are not renewed
  // together.
  thread_local std::mt19937_64 random{std::random_device{}()};
  const milliseconds whole = usable_for;
  std::uniform_int_distribution<milliseconds::rep> choice(whole.count() / 10 * 7,
                                                          whole.count() / 10 * 9);
  return milliseconds(choice(random));
}

seconds remembered_for(const Error& failure, const KeepingRules& rules) {
  if (failure.kind() != ErrorKind::token_unavailable) return rules.unreachable;
  const seconds asked = std::min(seconds(failure.retry_after_s()), rules.retry_after_max);
  return std::max(rules.refused, asked);
}

Error token_failure(const Error& failure) {
  if (failure.kind() == ErrorKind::token_unavailable) return failure;
  return Error::of(ErrorKind::token_unavailable, failure.detail(),
                   failure.rule().empty() ? "token.unreachable" : failure.rule());
}

Error no_token_came(const Error& failure) {
  return Error::of(ErrorKind::token_unavailable, "no token came: " + failure.detail(),
                   "token.too_slow");
}

}  // namespace fb::identity
