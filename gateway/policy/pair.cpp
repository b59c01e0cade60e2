// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/pair.hpp"

#include <array>
#include <cstdio>

#include "protocols/model/letter_case.hpp"

namespace fb::policy {
namespace {

using config::PairVerdict;
using model::Error;
using model::ErrorKind;

std::string iso_date(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 16> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string_view host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of(":/?#"));
}

bool is_exchange_online(const config::Cloud& cloud, std::string_view host) {
  if (host.empty()) return false;
  for (const std::string& theirs :
       {cloud.ews_host, cloud.aas_service_host, cloud.autodiscover_host}) {
    if (model::equal_without_case(theirs, host)) return true;
  }
  return false;
}

}  // namespace

model::Status pair_allowed(const config::Snapshot& snapshot, const model::TenantKey& from,
                           const model::TenantKey& to, model::SharingPath path) {
  const std::string from_cloud(snapshot.federation().cloud_of(from));
  const std::string to_cloud(snapshot.federation().cloud_of(to));
  const config::CloudPair* pair = snapshot.clouds().pair(from_cloud, to_cloud, path);
  const std::string words = "from " + from_cloud + " to " + to_cloud;
  if (pair == nullptr) {
    return Error::of(ErrorKind::pair_refused, "the cloud catalogue has no row " + words,
                     "pair.unknown");
  }
  switch (pair->verdict) {
    case PairVerdict::supported:
      return {};
    case PairVerdict::unconfirmed:
      if (pair->enabled_by_operator) return {};
      return Error::of(
          ErrorKind::pair_refused,
          "free/busy " + words +
              " is not confirmed to be supported and not enabled in the cloud catalogue",
          "pair.unconfirmed");
    case PairVerdict::refused:
      break;
  }
  return Error::of(ErrorKind::pair_refused,
                   "free/busy " + words + " is not supported between these clouds", "pair.refused");
}

model::Status ews_still_there(const Inquiry& inquiry, const model::TenantKey& target,
                              std::string_view endpoint) {
  if (!inquiry.context.today) return {};
  const config::Cloud* cloud =
      inquiry.snapshot.clouds().cloud(inquiry.snapshot.federation().cloud_of(target));
  if (cloud == nullptr || cloud->ews_end.empty()) return {};
  if (!is_exchange_online(*cloud, host_of(endpoint))) return {};
  if (iso_date(*inquiry.context.today) < cloud->ews_end) return {};
  return Error::of(ErrorKind::pair_refused,
                   "EWS ended in " + cloud->title + " on " + cloud->ews_end +
                       ", so its Exchange Online can no longer be asked",
                   "pair.ews_ended");
}

}  // namespace fb::policy
