// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Reads config/clouds.toml, which must say everything, and an operator's file, which may change
// values of known clouds and enable unconfirmed pairs. The two have the same shape.
#include <array>
#include <stdexcept>

#include "config/built_in_clouds.hpp"
#include "config/load.hpp"
#include "config/nearest.hpp"
#include "config/syntax.hpp"
#include "config/table_reader.hpp"

namespace fb::config {
namespace {

using model::SharingPath;

constexpr std::size_t kCatalogueBytesMax = 1024 * 1024;
constexpr std::size_t kCloudsMax = 32;
constexpr std::size_t kIssuersMax = 8;
constexpr std::size_t kPairEntriesMax = 1024;
constexpr std::string_view kTenantPlaceholder = "{tenantid}";
constexpr std::array kPaths{SharingPath::availability_address_space,
                            SharingPath::organization_relationship};

model::Result<std::string> any_text(std::string_view text) { return std::string(text); }

model::Result<std::string> host(std::string_view text) {
  if (text.empty()) return std::string();
  return parse_host_name(text);
}

model::Result<std::string> day_or_empty(std::string_view text) {
  static constexpr std::string_view kShape = "0000-00-00";
  bool good = text.empty() || text.size() == kShape.size();
  for (std::size_t i = 0; good && i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    good = kShape[i] == '0' ? digit : text[i] == '-';
  }
  if (!good) return mistake("write a date as \"2027-04-01\", or \"\" where none is announced");
  return std::string(text);
}

model::Result<model::Authority> authority(std::string_view text) {
  if (const auto found = model::authority_named(text)) return *found;
  return mistake("the authorities are public, us, cn, fr and de");
}

model::Result<SharingPath> path_between_organisations(std::string_view text) {
  for (const SharingPath path : kPaths) {
    if (model::name(path) == text) return path;
  }
  return mistake("the paths are availability-address-space and organization-relationship");
}

model::Result<PairVerdict> verdict(std::string_view text) {
  for (const PairVerdict one :
       {PairVerdict::supported, PairVerdict::unconfirmed, PairVerdict::refused}) {
    if (name(one) == text) return one;
  }
  return mistake("the verdicts are supported, unconfirmed and refused");
}

template <class T>
void assign(std::optional<T> from, T& to) {
  if (from) to = *std::move(from);
}

class CatalogueReader {
 public:
  // With a base, the text changes the base; without one it must be complete.
  CatalogueReader(const CloudCatalogue* base, ProblemList& problems)
      : whole_(base == nullptr), problems_(problems) {
    if (base != nullptr) catalogue_ = *base;
  }

  CloudCatalogue read(const toml::table& root) {
    TableReader reader(root, "the file", problems_);
    reader.node("version");
    for (const toml::table* table : reader.tables("cloud", kCloudsMax)) read_cloud(*table);
    for (const toml::table* table : reader.tables("pairs", kPairEntriesMax)) read_pairs(*table);
    if (whole_) check_complete();
    return std::move(catalogue_);
  }

 private:
  void read_cloud(const toml::table& table) {
    TableReader reader(table, "[[cloud]]", problems_);
    const auto name = reader.required_text("name");
    Cloud unnamed{.authority = model::Authority::public_cloud};
    Cloud& cloud = name ? cloud_to_fill(*name, reader, unnamed) : unnamed;
    assign(value(reader, "title", any_text), cloud.title);
    if (whole_) {
      assign(reader.required("authority", authority), cloud.authority);
    } else {
      reader.refuse("authority", "cannot be changed: the built-in catalogue names it");
    }
    assign(value(reader, "login_host", host), cloud.login_host);
    assign(value(reader, "graph_host", host), cloud.graph_host);
    assign(value(reader, "ews_host", host), cloud.ews_host);
    assign(value(reader, "autodiscover_host", host), cloud.autodiscover_host);
    // These two may be empty: not published, not announced.
    assign(reader.parsed("aas_service_host", host), cloud.aas_service_host);
    assign(reader.parsed("ews_end", day_or_empty), cloud.ews_end);
    if (const auto flag = reader.flag("delegation_tokens")) {
      cloud.delegation_tokens = *flag;
    } else if (whole_ && !reader.has("delegation_tokens")) {
      reader.missing("delegation_tokens");
    }
    read_issuers(reader, cloud);
  }

  std::optional<std::string> value(TableReader& reader, std::string_view key,
                                   model::Result<std::string> (*parse)(std::string_view)) {
    if (whole_ || reader.has(key)) return reader.required(key, parse);
    reader.node(key);
    return std::nullopt;
  }

  Cloud& cloud_to_fill(std::string_view name, TableReader& reader, Cloud& fallback) {
    for (Cloud& cloud : catalogue_.clouds) {
      if (cloud.name != name) continue;
      if (whole_) reader.problem("name", "is " + in_quotes(name) + " for the second time");
      return cloud;
    }
    if (whole_) {
      catalogue_.clouds.push_back(fallback);
      catalogue_.clouds.back().name = name;
      return catalogue_.clouds.back();
    }
    reader.problem("name", unknown_cloud(name));
    return fallback;
  }

  void read_issuers(TableReader& reader, Cloud& cloud) {
    const std::vector<PlacedText> issuers = reader.texts("issuers", kIssuersMax);
    if (issuers.empty() && (whole_ || reader.has("issuers"))) {
      reader.problem("issuers", "must name at least one issuer");
    }
    if (!issuers.empty()) cloud.issuers.clear();
    for (const auto& [text, place] : issuers) {
      if (!text.starts_with("https://") || text.find(kTenantPlaceholder) == text.npos) {
        problems_.add(place, "\"issuers\" has " + in_quotes(text) +
                                 ": an issuer begins with https:// and holds {tenantid}");
      }
      cloud.issuers.emplace_back(text);
    }
  }

  std::string unknown_cloud(std::string_view name) const {
    std::vector<std::string_view> names;
    for (const Cloud& cloud : catalogue_.clouds) names.push_back(cloud.name);
    const std::string_view meant = nearest(name, names);
    std::string sentence = "is " + in_quotes(name) + ", which is not a known cloud";
    if (!meant.empty()) sentence += ": did you mean \"" + std::string(meant) + "\"?";
    return sentence;
  }

  std::vector<std::string_view> cloud_names(TableReader& reader, std::string_view key) {
    std::vector<std::string_view> names;
    for (const auto& [text, place] : reader.texts(key, kCloudsMax)) {
      if (catalogue_.cloud(text) != nullptr) {
        names.push_back(text);
      } else {
        problems_.add(place, "\"" + std::string(key) + "\" " + unknown_cloud(text));
      }
    }
    if (!reader.has(key)) reader.missing(key);
    return names;
  }

  void read_pairs(const toml::table& table) {
    TableReader reader(table, "[[pairs]]", problems_);
    const auto path = reader.required("path", path_between_organisations);
    const std::vector<std::string_view> from = cloud_names(reader, "from");
    const std::vector<std::string_view> to = cloud_names(reader, "to");
    if (!whole_) {
      const auto enabled = reader.flag("enabled");
      if (!reader.has("enabled")) reader.missing("enabled", "write enabled = true");
      reader.refuse("verdict", "cannot be changed: a pair can only be enabled");
      reader.refuse("source", "cannot be changed: a pair can only be enabled");
      if (path && enabled)
        for_each_pair(from, to, [&](auto f, auto t) { enable(f, t, *path, *enabled, reader); });
      return;
    }
    const auto said = reader.required("verdict", verdict);
    const auto source = reader.required_text("source");
    if (!path || !said || !source) return;
    for_each_pair(from, to, [&](std::string_view f, std::string_view t) {
      if (catalogue_.pair(f, t, *path) != nullptr) {
        problems_.add(reader.place(), pair_text(f, t, *path) + " is said twice");
      }
      catalogue_.pairs.push_back(CloudPair{.from = std::string(f),
                                           .to = std::string(t),
                                           .path = *path,
                                           .verdict = *said,
                                           .source = std::string(*source)});
    });
  }

  template <class Visit>
  static void for_each_pair(const std::vector<std::string_view>& from,
                            const std::vector<std::string_view>& to, Visit visit) {
    for (const std::string_view f : from) {
      for (const std::string_view t : to) visit(f, t);
    }
  }

  static std::string pair_text(std::string_view from, std::string_view to, SharingPath path) {
    return "the pair " + std::string(from) + " to " + std::string(to) + " along the " +
           std::string(model::name(path));
  }

  void enable(std::string_view from, std::string_view to, SharingPath path, bool enabled,
              TableReader& reader) {
    for (CloudPair& pair : catalogue_.pairs) {
      if (pair.from != from || pair.to != to || pair.path != path) continue;
      if (pair.verdict == PairVerdict::unconfirmed) {
        pair.enabled_by_operator = enabled;
      } else {
        reader.problem("enabled", "does not apply to " + pair_text(from, to, path) + ", which is " +
                                      std::string(name(pair.verdict)) + " (" + pair.source +
                                      "): only an unconfirmed pair can be enabled");
      }
    }
  }

  void check_complete() {
    for (const Cloud& from : catalogue_.clouds) {
      for (const Cloud& to : catalogue_.clouds) {
        for (const SharingPath path : kPaths) {
          if (catalogue_.pair(from.name, to.name, path) != nullptr) continue;
          problems_.add(Place{1, 1}, pair_text(from.name, to.name, path) + " has no verdict");
        }
      }
    }
  }

  bool whole_;
  ProblemList& problems_;
  CloudCatalogue catalogue_;
};

Loaded<CloudCatalogue> load(const std::optional<toml::table>& root, const CloudCatalogue* base,
                            ProblemList problems) {
  Loaded<CloudCatalogue> loaded;
  if (root) {
    CloudCatalogue catalogue = CatalogueReader(base, problems).read(*root);
    if (problems.empty()) loaded.value = std::move(catalogue);
  }
  loaded.problems = std::move(problems).take();
  return loaded;
}

}  // namespace

Loaded<CloudCatalogue> load_cloud_catalogue(const std::filesystem::path& file) {
  ProblemList problems(file.string());
  const auto root = read_toml_file(file, kCatalogueBytesMax, problems);
  return load(root, &built_in_cloud_catalogue(), std::move(problems));
}

Loaded<CloudCatalogue> parse_whole_cloud_catalogue(std::string_view text) {
  ProblemList problems("clouds.toml");
  const auto root = parse_toml(text, problems);
  return load(root, nullptr, std::move(problems));
}

const CloudCatalogue& built_in_cloud_catalogue() {
  static const CloudCatalogue catalogue = [] {
    Loaded<CloudCatalogue> loaded = parse_whole_cloud_catalogue(built_in_clouds_text());
    if (!loaded.value) throw std::logic_error(loaded.problems.front().str());
    return *std::move(loaded.value);
  }();
  return catalogue;
}

}  // namespace fb::config
