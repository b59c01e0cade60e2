// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/xml_scan.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fb::wire {
namespace {

using model::Error;
using model::ErrorKind;

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}

constexpr bool is_name_character(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// Bytes that character data can hold without a second look.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '<' && c != '&';
  plain['\t'] = plain['\n'] = plain['\r'] = true;
  return plain;
}();

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

class Scanner {
 public:
  Scanner(std::string_view text, const XmlLimits& limits) : text_(text), limits_(limits) {}

  model::Result<XmlScan> run() {
    if (scan()) return result_;
    return xml_error_at(text_, error_at_, error_);
  }

 private:
  bool scan() {
    if (text_.starts_with("<?xml") && text_.size() > 5 && is_space(text_[5]) && !declaration())
      return false;
    while (at_ < text_.size()) {
      if (text_[at_] == '<' ? !markup() : !character_data()) return false;
    }
    if (depth_ > 0) return fail("the document ends inside an element");
    if (elements_ == 0) return fail("there is no element");
    return true;
  }

  bool fail(std::string_view what) { return fail_at(at_, what); }
  bool fail_at(std::size_t offset, std::string_view what) {
    error_at_ = offset;
    error_ = what;
    return false;
  }

  bool at(std::string_view token) const { return text_.substr(at_).starts_with(token); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (is_space(peek())) ++at_;
  }

  void skip_plain() {
    while (at_ < text_.size() && kPlain[static_cast<unsigned char>(text_[at_])]) ++at_;
  }

  bool skip_past(std::string_view end, std::string_view what) {
    const std::size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) return fail(what);
    at_ = found + end.size();
    return true;
  }

  bool declaration() {
    const std::size_t end = text_.find("?>");
    if (end == std::string_view::npos) return fail("the XML declaration does not end");
    const std::string_view inside = text_.substr(0, end);
    const std::size_t encoding = inside.find("encoding");
    if (encoding != std::string_view::npos) {
      const std::size_t quote = inside.find_first_of("\"'", encoding);
      const std::size_t close =
          quote == std::string_view::npos ? quote : inside.find(inside[quote], quote + 1);
      if (close == std::string_view::npos) return fail_at(encoding, "the encoding is not quoted");
      if (!equals_ignoring_case(inside.substr(quote + 1, close - quote - 1), "utf-8"))
        return fail_at(encoding, "the encoding is not UTF-8");
    }
    at_ = end + 2;
    return true;
  }

  bool markup() {
    if (at("</")) return end_tag();
    if (at("<!--")) {
      result_.has_split_text = true;
      at_ += 4;
      return skip_past("-->", "a comment does not end");
    }
    if (at("<![CDATA[")) return cdata();
    if (at("<!")) return fail("a document type or entity declaration is not taken");
    if (at("<?")) {
      if (equals_ignoring_case(text_.substr(at_, 5), "<?xml"))
        return fail("an XML declaration can only be at the beginning");
      result_.has_split_text = true;
      at_ += 2;
      return skip_past("?>", "a processing instruction does not end");
    }
    return start_tag();
  }

  bool cdata() {
    if (depth_ == 0) return fail("there is text outside of the document element");
    result_.has_split_text = true;
    const std::size_t end = text_.find("]]>", at_ + 9);
    if (end == std::string_view::npos) return fail("a CDATA section does not end");
    at_ += 9;
    while (at_ < end) {
      if (text_[at_] == '<' || text_[at_] == '&') {
        ++at_;
      } else if (!one_character()) {
        return false;
      }
    }
    at_ = end + 3;
    return true;
  }

  bool name(std::string_view& out) {
    const std::size_t begin = at_;
    if (!is_name_start(peek())) return fail("a name is missing");
    while (is_name_character(peek())) ++at_;
    out = text_.substr(begin, at_ - begin);
    return true;
  }

  bool end_tag() {
    if (depth_ == 0) return fail("an end tag has no start tag");
    at_ += 2;
    std::string_view ignored;
    if (!name(ignored)) return false;
    skip_space();
    if (peek() != '>') return fail("an end tag is not closed");
    ++at_;
    --depth_;
    return true;
  }

  bool start_tag() {
    const std::size_t begin = at_;
    if (depth_ == 0 && elements_ > 0) return fail("there is a second document element");
    if (elements_ >= limits_.elements_max) return fail("there are too many elements");
    if (depth_ >= limits_.depth_max) return fail("the elements are nested too deeply");
    ++at_;
    std::string_view element;
    if (!name(element)) return fail_at(begin, "'<' is not followed by a name");
    ++elements_;
    std::size_t attributes = 0;
    while (true) {
      const bool spaced = is_space(peek());
      skip_space();
      if (peek() == '>') {
        ++at_;
        ++depth_;
        return true;
      }
      if (at("/>")) {
        at_ += 2;
        return true;
      }
      if (!spaced) return fail("a start tag is not closed");
      if (attributes == names_.size()) return fail("an element has too many attributes");
      if (!attribute(names_[attributes])) return false;
      const auto end = names_.begin() + static_cast<std::ptrdiff_t>(attributes);
      if (std::find(names_.begin(), end, names_[attributes]) != end)
        return fail("an attribute is there twice");
      ++attributes;
    }
  }

  bool attribute(std::string_view& out) {
    if (!name(out)) return false;
    skip_space();
    if (peek() != '=') return fail("an attribute has no value");
    ++at_;
    skip_space();
    const char quote = peek();
    if (quote != '"' && quote != '\'') return fail("an attribute value is not quoted");
    ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '<') return fail("'<' is inside an attribute value");
      if (!one_character()) return false;
    }
    if (at_ == text_.size()) return fail("an attribute value does not end");
    ++at_;
    return true;
  }

  bool character_data() {
    while (at_ < text_.size() && text_[at_] != '<') {
      if (depth_ > 0) skip_plain();
      if (at_ == text_.size() || text_[at_] == '<') break;
      if (depth_ == 0 && !is_space(text_[at_]))
        return fail("there is text outside of the document element");
      if (!one_character()) return false;
    }
    return true;
  }

  bool one_character() {
    const char c = text_[at_];
    if (kPlain[static_cast<unsigned char>(c)]) {
      ++at_;
      return true;
    }
    if (c == '&') return reference();
    if (static_cast<unsigned char>(c) < 0x80) return fail("a control character is not taken");
    const std::size_t bytes = utf8_sequence_bytes(text_.substr(at_));
    if (bytes == 0) return fail("this is not UTF-8");
    at_ += bytes;
    return true;
  }

  // References to control characters are not XML either, but Exchange sends them in subjects that
  // hold them; they go again when the text is written (append_escaped).
  bool reference() {
    constexpr std::size_t kReferenceBytesMax = 12;
    const std::size_t end = text_.substr(at_, kReferenceBytesMax).find(';');
    if (end == std::string_view::npos) return fail("'&' is not followed by a reference");
    std::string_view name = text_.substr(at_ + 1, end - 1);
    if (name.starts_with('#')) {
      const bool hex = name.starts_with("#x");
      name.remove_prefix(hex ? 2 : 1);
      std::uint32_t code = 0;
      const auto read =
          std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
      if (read.ec != std::errc{} || read.ptr != name.data() + name.size() || code == 0 ||
          code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return fail("a character reference names no character");
    } else if (name != "amp" && name != "lt" && name != "gt" && name != "quot" && name != "apos") {
      return fail("an entity other than the five of XML is not taken");
    }
    at_ += end + 1;
    return true;
  }

  std::string_view text_;
  const XmlLimits& limits_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t elements_ = 0;
  std::size_t error_at_ = 0;
  std::string_view error_;
  XmlScan result_;
  std::array<std::string_view, kXmlAttributesPerElementMax> names_;  // of one element's attributes
};

}  // namespace

model::Result<XmlScan> scan_xml(std::string_view text, const XmlLimits& limits) {
  if (text.size() > limits.bytes_max)
    return Error::of(ErrorKind::malformed_request, "1:1: the document is too large");
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    return xml_error_at(text, 0, "the encoding is not UTF-8");
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) return xml_error_at(text, nul, "a NUL byte is not taken");
  return Scanner(text, limits).run();
}

model::Error xml_error_at(std::string_view text, std::size_t offset, std::string_view what) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t break_at = before.rfind('\n');
  const std::size_t column =
      before.size() - (break_at == std::string_view::npos ? 0 : break_at + 1) + 1;
  std::string detail = std::to_string(line) + ":" + std::to_string(column) + ": ";
  detail += what;
  return Error::of(ErrorKind::malformed_request, std::move(detail));
}

std::size_t utf8_sequence_bytes(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  std::size_t bytes = 0;
  // The second byte has a narrower range after some leads: no overlong forms, no surrogates.
  unsigned char low = 0x80;
  unsigned char high = 0xbf;
  if (lead >= 0xc2 && lead <= 0xdf) {
    bytes = 2;
  } else if (lead >= 0xe0 && lead <= 0xef) {
    bytes = 3;
    if (lead == 0xe0) low = 0xa0;
    if (lead == 0xed) high = 0x9f;
  } else if (lead >= 0xf0 && lead <= 0xf4) {
    bytes = 4;
    if (lead == 0xf0) low = 0x90;
    if (lead == 0xf4) high = 0x8f;
  }
  if (bytes == 0 || text.size() < bytes || byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < bytes; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
  }
  return bytes;
}

}  // namespace fb::wire
