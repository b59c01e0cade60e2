// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/discovery_rules.hpp"

#include <algorithm>
#include <utility>

#include "gateway/net/https_url.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::upstream {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

constexpr std::size_t kSegmentsMax = 16;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), model::lower);
  return out;
}

Error refused(std::string why) { return Error::of(ErrorKind::discovery_failed, std::move(why)); }

// Names go into logs and have been checked; anything else of a peer's URL does not.
Error not_listed(const std::string& host) {
  return refused("the host " + host + " is not among those that Autodiscover may lead to");
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

// What stands behind "/autodiscover/" and any folders below it; empty where the path is another.
std::string_view last_segment(std::string_view lower_path) {
  constexpr std::string_view kFolder = "/autodiscover/";
  if (!lower_path.starts_with(kFolder)) return {};
  lower_path.remove_prefix(kFolder.size());
  for (std::size_t i = 0; i < kSegmentsMax; ++i) {
    const std::size_t slash = lower_path.find('/');
    if (slash == std::string_view::npos) return lower_path;
    // Nothing that could step out of the folder.
    const std::string_view segment = lower_path.substr(0, slash);
    if (segment.empty() || segment == "." || segment == "..") return {};
    lower_path.remove_prefix(slash + 1);
  }
  return {};
}

bool is_json_path(std::string_view lower_path) {
  constexpr std::string_view kJson = "/autodiscover/autodiscover.json";
  return lower_path.starts_with(kJson) &&
         (lower_path.size() == kJson.size() || lower_path[kJson.size()] == '/');
}

AutodiscoverPlace place_of(const net::HttpsUrl& url) {
  AutodiscoverPlace place;
  place.host = url.host;
  place.origin = "https://" + url.host_header();
  return place;
}

}  // namespace

void AllowedHosts::add(std::string_view host) {
  if (!host.empty()) hosts_.push_back(lower(host));
}

bool AllowedHosts::allows(std::string_view host) const {
  return std::find(hosts_.begin(), hosts_.end(), lower(host)) != hosts_.end();
}

DiscoveryTarget target_of(const config::AddressSpace& space) {
  return {space.target_tenant, space.domain, space.target_autodiscover_epr};
}

AllowedHosts hosts_for(const DiscoveryTarget& target, const config::Snapshot& snapshot) {
  AllowedHosts hosts;
  hosts.add(target.domain.str());
  hosts.add("autodiscover." + target.domain.str());
  if (const auto place = configured_place(target.autodiscover_epr)) hosts.add(place->host);
  const config::Federation& federation = snapshot.federation();
  if (const config::Partner* partner = federation.partner(target.tenant)) {
    for (const std::string& host : partner->autodiscover_hosts) hosts.add(host);
  }
  if (const auto* cloud = snapshot.clouds().cloud(federation.cloud_of(target.tenant))) {
    hosts.add(cloud->ews_host);
    hosts.add(cloud->aas_service_host);
    hosts.add(cloud->autodiscover_host);
  }
  return hosts;
}

AutodiscoverPlace place_at(std::string_view host) {
  AutodiscoverPlace place;
  place.host = host;
  place.origin = "https://" + std::string(host);
  return place;
}

Result<AutodiscoverPlace> configured_place(std::string_view url) {
  const auto parsed = net::HttpsUrl::parse(url);
  if (!parsed) return refused(parsed.error().detail());
  AutodiscoverPlace place = place_of(*parsed);
  const std::string path = lower(path_of(parsed->target));
  const std::size_t soap = path.find(".svc");
  if (path.ends_with(".xml")) {
    place.pox_target = parsed->target;
  } else if (soap != std::string::npos) {
    // Without "/WSSecurity": who presents a delegation token adds the ending of its form.
    place.soap_target = parsed->target.substr(0, soap + 4);
  } else if (path.size() > 1) {
    place.soap_target = parsed->target;
  }
  return place;
}

Result<AutodiscoverPlace> redirect_place(std::string_view location, const AllowedHosts& allowed) {
  const auto parsed = net::HttpsUrl::parse(location);
  if (!parsed) {
    const bool plain = lower(location.substr(0, 7)) == "http://";
    if (plain) return refused("it leads to a place without TLS");
    return refused("it leads to what is no https URL");
  }
  if (!allowed.allows(parsed->host)) return not_listed(parsed->host);
  AutodiscoverPlace place = place_of(*parsed);
  const std::string path = lower(path_of(parsed->target));
  const std::string_view last = last_segment(path);
  if (last == "autodiscover.xml") {
    place.pox_target = std::string(path_of(parsed->target));
  } else if (last != "autodiscover.svc" && !is_json_path(path)) {
    return refused("it leads to a path of " + parsed->host + " that is not Autodiscover's");
  }
  return place;
}

model::Status check_endpoint(std::string_view url, const AllowedHosts& allowed) {
  const auto parsed = net::HttpsUrl::parse(url);
  if (!parsed) return refused("the endpoint is no https URL");
  if (!allowed.allows(parsed->host)) return not_listed(parsed->host);
  return {};
}

}  // namespace fb::upstream
