// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/message.hpp"

#include <algorithm>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/pct_string_view.hpp>

namespace fb::cloudsim {
namespace {

namespace urls = boost::urls;

char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view Request::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const auto& entry) { return same_text(entry.first, name); });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string Request::media_type() const {
  std::string_view type = header("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return lower(type);
}

bool same_text(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower_letter(x) == lower_letter(y); });
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower_letter);
  return out;
}

std::string percent_decoded(std::string_view text) {
  const auto encoded = urls::make_pct_string_view(text);
  // Broken escapes stay as they are, and then name nothing that exists.
  return encoded ? encoded->decode() : std::string(text);
}

std::string form_value(std::string_view form, std::string_view name) {
  const auto fields = urls::parse_query(form);
  if (!fields) return {};
  urls::encoding_opts options;
  options.space_as_plus = true;
  for (const auto& field : *fields) {
    if (field.key.decode(options) == name) return field.value.decode(options);
  }
  return {};
}

std::size_t form_count(std::string_view form, std::string_view name) {
  const auto fields = urls::parse_query(form);
  if (!fields) return 0;
  return static_cast<std::size_t>(std::count_if(
      fields->begin(), fields->end(), [&](const auto& f) { return f.key.decode() == name; }));
}

}  // namespace fb::cloudsim
