// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/smtp_address.hpp"

namespace fb::model {
namespace {

constexpr std::size_t kDomainBytesMax = 255;
constexpr std::size_t kLabelBytesMax = 63;
constexpr std::size_t kLocalPartBytesMax = 64;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5321 atext.
bool is_local_character(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > kLabelBytesMax || label.front() == '-' || label.back() == '-')
    return false;
  for (const char c : label) {
    if (!is_letter_or_digit(c) && c != '-') return false;
  }
  return true;
}

bool is_domain(std::string_view text) {
  if (text.empty() || text.size() > kDomainBytesMax) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_local_part(std::string_view text) {
  if (text.empty() || text.size() > kLocalPartBytesMax || text.front() == '.' || text.back() == '.')
    return false;
  char before = 0;
  for (const char c : text) {
    if (c == '.' ? before == '.' : !is_local_character(c)) return false;
    before = c;
  }
  return true;
}

}  // namespace

Result<SmtpDomain> SmtpDomain::parse(std::string_view text) {
  if (!is_domain(text)) {
    return Error::of(ErrorKind::address_invalid,
                     "this is not a mail domain: letters, digits, hyphens and dots only");
  }
  return SmtpDomain(lower(text));
}

Result<SmtpAddress> SmtpAddress::parse(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || !is_local_part(text.substr(0, at)) ||
      !is_domain(text.substr(at + 1))) {
    return Error::of(ErrorKind::address_invalid,
                     "this is not a plain SMTP address of the form user@domain");
  }
  return SmtpAddress(lower(text), at);
}

SmtpDomain SmtpAddress::domain() const { return SmtpDomain::parse(domain_text()).value(); }

}  // namespace fb::model
