// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Mail addresses and domains, parsed once at the edge and compared without surprises: lower case,
// the domain as an A-label without a trailing dot, an exact match and never a suffix match.
//
// Beware: ASCII only. Decoders turn a U-label into an A-label first (protocols/wire/idna), so that
// a homograph of a domain is a different domain. Quoted local parts are refused: what they can hide
// is worth more than what they name.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::model {

class SmtpDomain {
 public:
  // At most 255 bytes; labels of 1-63 letters, digits, hyphens (not first or last), at least one
  // label.
  static Result<SmtpDomain> parse(std::string_view text);

  const std::string& str() const { return text_; }
  auto operator<=>(const SmtpDomain&) const = default;

 private:
  explicit SmtpDomain(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

class SmtpAddress {
 public:
  // Takes "user@domain" alone: no display name, no "SMTP:" prefix, no angle brackets, no route, no
  // quotes, no white space. At most 320 bytes, local part 1-64 bytes of RFC 5321 dot-string
  // characters.
  static Result<SmtpAddress> parse(std::string_view text);

  const std::string& str() const { return text_; }  // lower case
  std::string_view local_part() const { return std::string_view(text_).substr(0, at_); }
  SmtpDomain domain() const;
  std::string_view domain_text() const { return std::string_view(text_).substr(at_ + 1); }

  auto operator<=>(const SmtpAddress& other) const { return text_ <=> other.text_; }
  bool operator==(const SmtpAddress& other) const { return text_ == other.text_; }

 private:
  SmtpAddress(std::string text, std::size_t at) : text_(std::move(text)), at_(at) {}
  std::string text_;
  std::size_t at_;
};

}  // namespace fb::model

template <>
struct std::hash<fb::model::SmtpAddress> {
  std::size_t operator()(const fb::model::SmtpAddress& address) const noexcept {
    return std::hash<std::string>{}(address.str());
  }
};

template <>
struct std::hash<fb::model::SmtpDomain> {
  std::size_t operator()(const fb::model::SmtpDomain& domain) const noexcept {
    return std::hash<std::string>{}(domain.str());
  }
};
