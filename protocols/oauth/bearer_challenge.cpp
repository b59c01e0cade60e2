// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/oauth/bearer_challenge.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "protocols/model/letter_case.hpp"

namespace fb::oauth {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

Error broken(std::string detail) {
  return Error::of(ErrorKind::malformed_request, std::move(detail));
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_token_char(char c) {
  return is_alphanumeric(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool is_token68_char(char c) {
  return is_alphanumeric(c) || std::string_view("-._~+/").find(c) != std::string_view::npos;
}
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

struct Challenge {
  std::string_view scheme;
  std::vector<std::pair<std::string_view, std::string>> parameters;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<std::vector<Challenge>> challenges() {
    std::vector<Challenge> found;
    for (skip(" \t,"); at_ < text_.size(); skip(" \t,")) {
      const std::string_view name = take(is_token_char);
      if (name.empty()) return broken("the challenge has a character where a name should be");
      skip(" \t");
      if (!found.empty() && next_is('=')) {
        ++at_;
        skip(" \t");
        auto value = read_value();
        if (!value) return broken("a parameter of the challenge has no value");
        found.back().parameters.emplace_back(name, std::move(*value));
      } else {
        found.push_back({name, {}});
        skip_token68();
        continue;
      }
      skip(" \t");
      if (at_ < text_.size() && !next_is(','))
        return broken("two parameters have no comma between");
    }
    return found;
  }

 private:
  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  void skip(std::string_view characters) {
    at_ = std::min(text_.find_first_not_of(characters, at_), text_.size());
  }
  template <class Fits>
  std::string_view take(Fits fits) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && fits(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // What Negotiate has in the place of parameters. It ends its challenge; a parameter does not.
  void skip_token68() {
    const std::size_t begin = at_;
    take(is_token68_char);
    skip("=");
    skip(" \t");
    if (at_ < text_.size() && !next_is(',')) at_ = begin;
  }

  std::optional<std::string> read_value() {
    if (!next_is('"')) {
      const std::string_view token = take(is_token_char);
      if (token.empty()) return std::nullopt;
      return std::string(token);
    }
    std::string value;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && ++at_ == text_.size()) return std::nullopt;
      if (is_control(text_[at_])) return std::nullopt;
      value += text_[at_];
    }
    if (at_ == text_.size()) return std::nullopt;
    ++at_;
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// None where the parameter is absent, an error where it stands twice.
Result<std::string> parameter(const Challenge& challenge, std::string_view name) {
  std::string value;
  std::size_t count = 0;
  for (const auto& [key, text] : challenge.parameters) {
    if (!model::equal_without_case(key, name)) continue;
    value = text;
    ++count;
  }
  if (count > 1) return broken("the challenge has " + std::string(name) + " twice");
  return value;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> entries;
  constexpr std::string_view kSeparators = " ,";
  for (std::size_t at = list.find_first_not_of(kSeparators); at != std::string_view::npos;) {
    const std::size_t end = std::min(list.find_first_of(kSeparators, at), list.size());
    entries.emplace_back(list.substr(at, end - at));
    at = list.find_first_not_of(kSeparators, end);
  }
  return entries;
}

}  // namespace

Result<BearerChallenge> BearerChallenge::read(std::string_view header) {
  if (header.size() > kBytesMax) return broken("the challenge is too long");
  const auto challenges = Reader(header).challenges();
  if (!challenges) return challenges.error();
  for (const Challenge& challenge : *challenges) {
    if (!model::equal_without_case(challenge.scheme, "Bearer")) continue;
    auto client_id = parameter(challenge, "client_id");
    auto realm = parameter(challenge, "realm");
    const auto issuers = parameter(challenge, "trusted_issuers");
    if (!client_id) return client_id.error();
    if (!realm) return realm.error();
    if (!issuers) return issuers.error();
    if (client_id->empty()) continue;
    BearerChallenge result{std::move(*client_id), std::move(*realm), split(*issuers)};
    if (result.trusted_issuers.size() > kTrustedIssuersMax) {
      return broken("the challenge trusts too many issuers");
    }
    return result;
  }
  return broken("there is no Bearer challenge with a client_id");
}

}  // namespace fb::oauth
