// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/directory_delta.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse_query.hpp>

#include "protocols/wire/base64.hpp"
#include "protocols/wire/json.hpp"
#include "tools/cloudsim/graph_service.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

namespace json = boost::json;

constexpr std::string_view kRoot = "/v1.0/";
constexpr std::array<std::string_view, 4> kDelta{"/delta", "/delta()", "/microsoft.graph.delta",
                                                 "/microsoft.graph.delta()"};
constexpr std::string_view kLatest = "latest";
constexpr std::size_t kDigestCharacters = 16;

// Where a client is in a feed.
struct DeltaState {
  bool is_delta = false;  // else a page in the middle of a round
  std::vector<std::string> select{};
  std::uint64_t since = 0;  // the changes that it has; 0: none
  std::uint64_t until = 0;  // the changes that it has when the round is over
  std::string after{};      // the last id of the page before
};

struct Refusal {
  unsigned status;
  std::string_view code;
  std::string message;
};

bool has_any_role(const AcceptedToken& token, DirectoryFeed feed) {
  static constexpr std::array<std::string_view, 4> kForUsers{
      "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"};
  static constexpr std::array<std::string_view, 3> kForContacts{
      "OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"};
  const auto holds = [&](std::string_view role) {
    return std::count(token.roles.begin(), token.roles.end(), role) > 0;
  };
  return feed == DirectoryFeed::users
             ? std::any_of(kForUsers.begin(), kForUsers.end(), holds)
             : std::any_of(kForContacts.begin(), kForContacts.end(), holds);
}

class Query {
 public:
  Query(const Request& request, const AcceptedToken& token, DirectoryFeed feed,
        const Directory& directory, model::UtcTime now)
      : request_(request),
        tenant_(*token.at.tenant),
        page_size_(token.at.cloud->directory_page_size),
        feed_(feed),
        directory_(directory),
        now_(now) {}

  Answer answer() {
    Answer out;
    if (const auto refusal = read()) {
      out.reply = graph_error(request_, refusal->status, refusal->code, refusal->message, now_);
      if (refusal->status == 410) {
        out.reply.headers.emplace_back("Location", link("deltatoken", {}));
      }
      return out;
    }
    out.reply.body = json::serialize(page(out.seen.mailboxes));
    return out;
  }

 private:
  std::optional<Refusal> read() {
    const auto fields = boost::urls::parse_query(request_.query);
    if (!fields) return Refusal{400, "BadRequest", "The query cannot be read."};
    std::optional<std::string> select;
    std::optional<std::string> delta;
    std::optional<std::string> skip;
    for (const auto& field : *fields) {
      const std::string key = field.key.decode();
      std::optional<std::string>* into = same_text(key, "$select")       ? &select
                                         : same_text(key, "$deltatoken") ? &delta
                                         : same_text(key, "$skiptoken")  ? &skip
                                                                         : nullptr;
      if (into == nullptr) {
        return Refusal{400, "Request_UnsupportedQuery", "This is not supported here: " + key};
      }
      if (*into) return Refusal{400, "BadRequest", "An option is there twice: " + key};
      *into = field.value.decode();
    }
    if (delta && skip) return Refusal{400, "BadRequest", "There are two tokens."};
    const bool begins = !skip && (!delta || delta->empty() || same_text(*delta, kLatest));
    if (begins) return begin(select, delta && !delta->empty());
    if (select) {
      return Refusal{400, "BadRequest", "The token has what was selected in the first call."};
    }
    return resume(skip ? *skip : *delta, delta.has_value());
  }

  std::optional<Refusal> begin(const std::optional<std::string>& select, bool latest) {
    state_.until = directory_.change_number();
    if (latest) state_.since = state_.until;
    if (!select) {
      state_.select = usual_directory_properties(feed_);
      return std::nullopt;
    }
    std::string_view rest = *select;
    while (true) {
      const auto comma = rest.find(',');
      std::string_view asked = rest.substr(0, comma);
      while (asked.starts_with(' ')) asked.remove_prefix(1);
      while (asked.ends_with(' ')) asked.remove_suffix(1);
      const std::string_view property = directory_property(feed_, asked);
      if (property.empty()) {
        return Refusal{400, "BadRequest",
                       "Could not find a property named '" + std::string(asked) + "' on type '" +
                           std::string(type_name(feed_)) + "'."};
      }
      state_.select.emplace_back(property);
      if (comma == std::string_view::npos) return std::nullopt;
      rest.remove_prefix(comma + 1);
    }
  }

  std::optional<Refusal> resume(const std::string& token, bool is_delta) {
    const Refusal bad{400, "Request_BadRequest", "The token is not valid for this call."};
    const auto dot = token.find('.');
    if (dot == std::string::npos) return bad;
    const auto text = wire::read_base64url(std::string_view(token).substr(0, dot));
    if (!text || digest_of(*text) != token.substr(dot + 1)) return bad;
    const auto value = wire::parse_json(*text);
    if (!value || !value->is_object()) return bad;
    const json::object& kept = value->get_object();
    const bool fits = text_of(kept, "tenant") == tenant_.id.str() &&
                      text_of(kept, "feed") == name(feed_) && kept.at("is_delta") == is_delta;
    if (!fits) return bad;
    const auto age = std::chrono::seconds(now_.time_since_epoch().count() -
                                          kept.at("given").to_number<std::int64_t>());
    if (text_of(kept, "age") != directory_.token_age() || age > kDeltaTokenLifetime) {
      return lost(is_delta);
    }
    state_.since = kept.at("since").to_number<std::uint64_t>();
    // A round that goes on ends where it began; a new one ends with what is known now.
    state_.until =
        is_delta ? directory_.change_number() : kept.at("until").to_number<std::uint64_t>();
    state_.after = text_of(kept, "after");
    for (const auto& each : kept.at("select").as_array()) {
      state_.select.emplace_back(each.as_string());
    }
    return std::nullopt;
  }

  Refusal lost(bool is_delta) const {
    if (!is_delta) {
      return {400, "Directory_ExpiredPageToken", "The page token is expired."};
    }
    if (directory_.token_loss() == TokenLoss::resync_required) {
      return {410, "resyncRequired", "A full synchronization is needed."};
    }
    return {400, "syncStateNotFound", "The delta token is expired: synchronize everything again."};
  }

  json::object page(std::size_t& count) const {
    json::array list;
    std::string last;
    const auto& objects = directory_.objects(tenant_.name, feed_);
    auto each = state_.after.empty() ? objects.begin() : objects.upper_bound(state_.after);
    for (; each != objects.end() && list.size() < page_size_; ++each) {
      if (auto shown = show(each->first, each->second)) list.push_back(*std::move(shown));
      last = each->first;
    }
    // A page that is full is followed by another one, even if nothing is left to tell.
    const bool is_last = each == objects.end() && list.size() < page_size_;
    count = list.size();
    json::object out;
    out["@odata.context"] =
        "https://" + request_.host + "/v1.0/$metadata#" + std::string(name(feed_));
    if (is_last) {
      DeltaState next{true, state_.select, state_.until, 0, {}};
      out["@odata.deltaLink"] = link("deltatoken", token_of(next));
    } else {
      DeltaState next{false, state_.select, state_.since, state_.until, std::move(last)};
      out["@odata.nextLink"] = link("skiptoken", token_of(next));
    }
    out["value"] = std::move(list);
    return out;
  }

  std::optional<json::object> show(const std::string& id, const DirectoryObject& object) const {
    if (object.removal != Removal::none) {
      if (state_.since == 0 || object.left <= state_.since) return std::nullopt;
      const bool gone = object.removal == Removal::deleted;
      return json::object{{"id", id},
                          {"@removed", json::object{{"reason", gone ? "deleted" : "changed"}}}};
    }
    bool changed = object.came > state_.since;
    json::object out{{"id", id}};
    for (const std::string& property : state_.select) {
      const auto* value = object.properties.if_contains(property);
      if (value == nullptr) continue;  // never set
      out[property] = *value;
      changed = changed || object.changed.find(property)->second > state_.since;
    }
    if (!changed) return std::nullopt;
    return out;
  }

  std::string digest_of(const std::string& text) const {
    return wire::base64url(sha256(directory_.token_key() + text)).substr(0, kDigestCharacters);
  }

  std::string token_of(const DeltaState& state) const {
    const std::string text = json::serialize(
        json::object{{"age", directory_.token_age()},
                     {"tenant", tenant_.id.str()},
                     {"feed", name(feed_)},
                     {"is_delta", state.is_delta},
                     {"select", json::array(state.select.begin(), state.select.end())},
                     {"since", state.since},
                     {"until", state.until},
                     {"after", state.after},
                     {"given", now_.time_since_epoch().count()}});
    return wire::base64url(text) + '.' + digest_of(text);
  }

  std::string link(std::string_view option, const std::string& token) const {
    return "https://" + request_.host + std::string(kRoot) + std::string(name(feed_)) + "/delta?$" +
           std::string(option) + '=' + token;
  }

  const Request& request_;
  const Tenant& tenant_;
  std::size_t page_size_;
  DirectoryFeed feed_;
  const Directory& directory_;
  model::UtcTime now_;
  DeltaState state_;
};

}  // namespace

std::optional<DirectoryFeed> delta_feed_of(std::string_view path) {
  if (!same_text(path.substr(0, kRoot.size()), kRoot)) return std::nullopt;
  path.remove_prefix(kRoot.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view function = path.substr(slash);
  const bool is_delta = std::any_of(kDelta.begin(), kDelta.end(), [&](std::string_view each) {
    return same_text(each, function);
  });
  return is_delta ? directory_feed_named(path.substr(0, slash)) : std::nullopt;
}

Answer answer_delta(const Request& request, const AcceptedToken& token, DirectoryFeed feed,
                    const Directory& directory, model::UtcTime now) {
  if (request.method != "GET") {
    return {graph_error(request, 405, "Request_BadRequest", "A delta query is a GET.", now), {}};
  }
  if (!has_any_role(token, feed)) {
    return {graph_error(request, 403, "Authorization_RequestDenied",
                        "Insufficient privileges: the application has no role for this.", now),
            {}};
  }
  return Query(request, token, feed, directory, now).answer();
}

}  // namespace fb::cloudsim
