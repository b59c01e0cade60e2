// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/idna.hpp"

#include <unicode/idna.h>
#include <unicode/normalizer2.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace fb::wire {
namespace {

// A domain of 255 bytes is at most this long before its labels are encoded: no character takes more
// than four bytes, and encoding only makes a label longer.
constexpr std::size_t kTypedBytesMax = 4 * 320;
constexpr std::string_view kPrefix = "smtp:";

const icu::IDNA& idna() {
  static const std::unique_ptr<const icu::IDNA> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<const icu::IDNA> made(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES |
                                           UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ,
                                       status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no IDNA tables");
    return made;
  }();
  return *instance;
}

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

bool is_utf8(std::string_view text) {
  const auto read = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string again;
  read.toUTF8String(again);
  return again == text;  // broken bytes would have become U+FFFD
}

// The same text apart from case and the way of writing accents. The mapping of UTS 46 goes further
// (it takes full-width letters and drops invisible characters), which would be a repair.
bool same_domain(std::string_view typed, std::string_view ascii_domain) {
  UErrorCode status = U_ZERO_ERROR;
  icu::IDNAInfo info;
  icu::UnicodeString read_back;
  idna().nameToUnicode(icu::UnicodeString::fromUTF8(icu::StringPiece(
                           ascii_domain.data(), static_cast<int32_t>(ascii_domain.size()))),
                       read_back, info, status);
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) || info.hasErrors()) return false;
  auto as_typed = icu::UnicodeString::fromUTF8(
      icu::StringPiece(typed.data(), static_cast<int32_t>(typed.size())));
  const icu::UnicodeString a = nfc->normalize(as_typed.foldCase(), status);
  const icu::UnicodeString b = nfc->normalize(read_back.foldCase(), status);
  return U_SUCCESS(status) && a == b;
}

std::string_view without_prefix(std::string_view typed) {
  if (typed.size() < kPrefix.size()) return typed;
  for (std::size_t i = 0; i < kPrefix.size(); ++i) {
    const char c = typed[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != kPrefix[i]) return typed;
  }
  return typed.substr(kPrefix.size());
}

model::Error no_address() {
  return model::Error::of(model::ErrorKind::address_invalid,
                          "this is not a plain SMTP address of the form user@domain");
}

}  // namespace

model::Result<model::SmtpAddress> read_smtp_address(std::string_view typed) {
  const std::string_view text = without_prefix(typed);
  if (is_ascii(text) || text.size() > kTypedBytesMax) return model::SmtpAddress::parse(text);
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || !is_ascii(text.substr(0, at)) || !is_utf8(text)) {
    return no_address();
  }
  const std::string_view domain = text.substr(at + 1);
  UErrorCode status = U_ZERO_ERROR;
  icu::IDNAInfo info;
  std::string ascii_domain;
  icu::StringByteSink<std::string> sink(&ascii_domain);
  idna().nameToASCII_UTF8(icu::StringPiece(domain.data(), static_cast<int32_t>(domain.size())),
                          sink, info, status);
  if (U_FAILURE(status) || info.hasErrors() || !same_domain(domain, ascii_domain)) {
    return no_address();
  }
  return model::SmtpAddress::parse(std::string(text.substr(0, at + 1)) + ascii_domain);
}

}  // namespace fb::wire
