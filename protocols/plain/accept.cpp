// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Content negotiation, RFC 9110 12.5.1: the most specific range that fits a type says how much it
// is wanted; among equals the order below decides. Parameters other than q do not matter.
#include <algorithm>
#include <array>

#include "protocols/model/letter_case.hpp"

#include "protocols/plain/plain.hpp"

namespace fb::plain {
namespace {

struct Offer {
  std::string_view type;
  std::string_view subtype;
  Format format;
};
constexpr std::array kOffers{
    Offer{"application", "json", Format::json},
    Offer{"text", "csv", Format::csv},
    Offer{"text", "calendar", Format::calendar},
};

constexpr int kWholeWeight = 1000;  // q=1

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view take(std::string_view& rest, char until) {
  const std::string_view part = rest.substr(0, rest.find(until));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return trim(part);
}

// "0.7" in thousandths; what is no weight means that the range is not wanted.
int weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  int thousandths = (text[0] - '0') * kWholeWeight;
  int step = kWholeWeight / 10;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 0;
    thousandths += (c - '0') * step;
    step /= 10;
  }
  return thousandths > kWholeWeight ? 0 : thousandths;
}

struct Fit {
  int precision = -1;  // 0 */*, 1 type/*, 2 type/subtype
  int weight = 0;
};

void judge(std::string_view range, const Offer& offer, Fit& best) {
  const std::string_view media = take(range, ';');
  std::string_view subtype = media;
  const std::string_view type = take(subtype, '/');
  int precision = -1;
  if (type == "*" && subtype == "*") {
    precision = 0;
  } else if (model::equal_without_case(type, offer.type) && subtype == "*") {
    precision = 1;
  } else if (model::equal_without_case(type, offer.type) &&
             model::equal_without_case(subtype, offer.subtype)) {
    precision = 2;
  }
  if (precision <= best.precision) return;
  best = {precision, kWholeWeight};
  while (!range.empty()) {
    std::string_view value = take(range, ';');
    const std::string_view name = take(value, '=');
    if (model::equal_without_case(name, "q")) best.weight = weight(trim(value));
  }
}

}  // namespace

std::optional<Format> choose_format(std::string_view accept) {
  if (trim(accept).empty()) return Format::json;
  std::optional<Format> chosen;
  int chosen_weight = 0;
  for (const Offer& offer : kOffers) {
    Fit fit;
    for (std::string_view rest = accept; !rest.empty();) judge(take(rest, ','), offer, fit);
    if (fit.weight <= chosen_weight) continue;
    chosen = offer.format;
    chosen_weight = fit.weight;
  }
  return chosen;
}

}  // namespace fb::plain
