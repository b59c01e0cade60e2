// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What was seen of a credential while it was judged: which kind it was, and its decoded claims. For
// the operator's log and for explanations; nobody who calls ever sees it, except for the headers of
// a refusal. It never holds a token, a signature or a secret: only what somebody notes by name, cut
// to a bound.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/net/http_client.hpp"

namespace fb::identity {

class Examination {
 public:
  static constexpr std::size_t kFactsMax = 40;
  static constexpr std::size_t kValueBytesMax = 200;

  using Fact = std::pair<std::string, std::string>;

  // The kind of the credential as it turned out: "bearer", "s2s", "pft", "saml", "basic", ...
  void set_kind(std::string_view kind) { kind_ = kind; }
  const std::string& kind() const { return kind_; }

  // A longer value is cut; control characters become spaces. What comes after the last place is
  // left out.
  void note(std::string name, std::string_view value);
  const std::vector<Fact>& facts() const { return facts_; }

  // What the answer to a refused caller says besides its status. Beware: the caller reads it, so it
  // may tell apart only what the caller has already proved.
  std::vector<net::HttpHeader> refusal_headers;
  // A Bearer token was given and refused: the challenge says so (RFC 6750, 3.1).
  bool token_refused = false;

 private:
  std::string kind_;
  std::vector<Fact> facts_;
};

}  // namespace fb::identity
