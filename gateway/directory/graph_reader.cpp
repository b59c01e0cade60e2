// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/graph_reader.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "gateway/directory/recipient_rules.hpp"
#include "gateway/net/https_url.hpp"
#include "protocols/graph/directory_page.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::directory {
namespace asio = boost::asio;
namespace {

using registry::Outcome;
using registry::Refused;
using registry::RefusedKind;

constexpr std::string_view kUsers =
    "/v1.0/users/delta?$select=id,displayName,mail,proxyAddresses,otherMails,userPrincipalName,"
    "userType,showInAddressList";
constexpr std::string_view kContacts =
    "/v1.0/contacts/delta?$select=id,displayName,mail,proxyAddresses";
constexpr char kBetween = '\n';
// Where Graph does not say how long.
constexpr std::chrono::seconds kGraphUsualWait{5};

enum class Feed : std::uint8_t { contacts, users };

// Where each feed goes on; empty: it has not been read.
struct GraphCursor {
  std::string contacts{};
  std::string users{};

  static GraphCursor read(std::string_view text) {
    const std::size_t middle = text.find(kBetween);
    if (middle == std::string_view::npos) return {};
    return {std::string(text.substr(0, middle)), std::string(text.substr(middle + 1))};
  }
  std::string str() const { return contacts + kBetween + users; }
};

Refused refused(RefusedKind kind, std::string sentence) { return {kind, std::move(sentence), {}}; }

DirectoryEntry entry_of(graph::DirectoryObject object, Feed feed) {
  DirectoryEntry entry;
  entry.id = std::move(object.id);
  entry.place = (feed == Feed::users ? "user " : "contact ") + entry.id;
  entry.name = std::move(object.display_name);
  entry.mail = std::move(object.mail);
  entry.proxy_addresses = std::move(object.proxy_addresses);
  entry.other_mails = std::move(object.other_mails);
  entry.user_principal_name = std::move(object.user_principal_name);
  if (feed == Feed::contacts) {
    entry.kind = EntryKind::mail_contact;
    return entry;
  }
  const bool guest = model::equal_without_case(object.user_type, "Guest");
  entry.kind = guest ? EntryKind::guest : EntryKind::other;
  // A guest is in no address list unless somebody says so.
  entry.hidden = !object.shown_in_address_lists.value_or(false);
  return entry;
}

class GraphReading {
 public:
  GraphReading(const ReadRequest& request, identity::TokenBroker& tokens, net::HttpClient& http,
               async::Clock& clock)
      : request_(request), source_(*request.source), tokens_(tokens), http_(http), clock_(clock) {}

  asio::awaitable<Outcome<Reading>> run() {
    if (auto prepared = prepare(); !prepared) co_return prepared.error();
    GraphCursor before = GraphCursor::read(request_.cursor);
    const bool read_all =
        (source_.contacts && before.contacts.empty()) || (source_.guests && before.users.empty());
    bool full = request_.full || read_all;
    Outcome<Reading> reading = co_await read_feeds(before, full);
    if (!full && state_lost_) {
      full = true;
      reading = co_await read_feeds(before, full);
    }
    co_return reading;
  }

 private:
  Outcome<void> prepare() {
    const auto url = net::HttpsUrl::parse(source_.url);
    if (!url) return refused(RefusedKind::mistake, "the url of the source is no https address");
    host_ = url->host_and_port();
    const config::Cloud* cloud = request_.snapshot->clouds().cloud(request_.tenant->cloud);
    if (!request_.tenant->application || cloud == nullptr || cloud->login_host.empty()) {
      return refused(RefusedKind::mistake,
                     "the tenant has no application, or its cloud no sign-in service, to get a "
                     "token from");
    }
    const std::string scope = source_.scope.empty() ? source_.url + "/.default" : source_.scope;
    token_request_ = identity::TokenRequest{cloud->login_host, request_.tenant->key.id,
                                            *request_.tenant->application, scope};
    return {};
  }

  asio::awaitable<Outcome<Reading>> read_feeds(const GraphCursor& before, bool full) {
    RecipientRules rules(*request_.tenant, source_, full);
    GraphCursor after;
    state_lost_ = false;
    if (source_.contacts) {
      std::string start = full ? source_.url + std::string(kContacts) : before.contacts;
      Outcome<std::string> end = co_await read_feed(std::move(start), Feed::contacts, rules);
      if (!end) co_return end.error();
      after.contacts = std::move(*end);
    }
    if (source_.guests) {
      std::string start = full ? source_.url + std::string(kUsers) : before.users;
      Outcome<std::string> end = co_await read_feed(std::move(start), Feed::users, rules);
      if (!end) co_return end.error();
      after.users = std::move(*end);
    }
    Reading reading = rules.finish();
    reading.cursor = after.str();
    co_return reading;
  }

  // Gives the link for the next reading.
  asio::awaitable<Outcome<std::string>> read_feed(std::string url, Feed feed,
                                                  RecipientRules& rules) {
    // Graph may tell of one object several times; the last is right.
    std::map<std::string, graph::DirectoryObject> latest;
    while (true) {
      if (++pages_ > kGraphPagesMax) {
        co_return refused(RefusedKind::mistake, source_.url + ": its pages never end");
      }
      Outcome<std::string> body = co_await fetch(url);
      if (!body) co_return body.error();
      auto page = graph::decode_directory_page(*body);
      if (!page) co_return refused(RefusedKind::busy, source_.url + ": " + page.error().detail());
      for (graph::DirectoryObject& object : page->objects) {
        std::string id = object.id;
        latest.insert_or_assign(std::move(id), std::move(object));
      }
      if (latest.size() > kEntriesMax) {
        co_return refused(RefusedKind::mistake, source_.url + ": there are more than " +
                                                    std::to_string(kEntriesMax) + " entries");
      }
      if (!page->delta_link.empty()) {
        take(std::move(latest), feed, rules);
        co_return std::move(page->delta_link);
      }
      url = std::move(page->next_link);
    }
  }

  static void take(std::map<std::string, graph::DirectoryObject> objects, Feed feed,
                   RecipientRules& rules) {
    for (auto& [id, object] : objects) {
      if (object.removed) {
        rules.remove(id);
      } else {
        rules.take(entry_of(std::move(object), feed));
      }
    }
  }

  // The body of a 200. Waits where Graph asks for that, and takes a new token once.
  asio::awaitable<Outcome<std::string>> fetch(std::string url) {
    const auto parsed = net::HttpsUrl::parse(url);
    if (!parsed || parsed->host_and_port() != host_) {
      co_return refused(RefusedKind::mistake,
                        source_.url + ": a link leads to another host, where no token goes");
    }
    bool token_renewed = false;
    while (true) {
      if (request_.stop.stop_requested()) co_return refused(RefusedKind::busy, "it was stopped");
      auto response = co_await ask(url);
      if (!response) co_return response.error();
      const unsigned status = response->status;
      if (status == 200) co_return std::move(response->body);
      if (status == 401 && !token_renewed) {
        token_renewed = true;
        tokens_.forget(*token_request_);
        continue;
      }
      // Of people and contacts an expired state is a 400, though the documentation has 410 as well.
      // Whatever it is, no later run could go on from there.
      if (status == 400 || status == 404 || status == 410) state_lost_ = true;
      if (status != 429 && status != 503) co_return refusal_of(status);
      const auto wait = wait_asked(response->header("Retry-After"));
      if (wait > kGraphWaitMax || ++waits_ > kGraphWaitsMax) co_return refusal_of(status);
      co_await clock_.wait_until(clock_.now() + wait);
    }
  }

  asio::awaitable<Outcome<net::HttpResponse>> ask(std::string url) {
    const async::Deadline deadline = async::Deadline::after(clock_, kGraphPageTimeout);
    const auto token = co_await tokens_.token(*token_request_, http_, deadline);
    if (!token) co_return refused(RefusedKind::busy, "no token: " + token.error().detail());
    net::HttpRequest request;
    request.method = "GET";
    request.url = std::move(url);
    request.headers.push_back({"Accept", "application/json"});
    request.headers.push_back({"Authorization", "Bearer " + std::string(token->reveal())});
    auto response = co_await http_.exchange(std::move(request), deadline);
    if (!response) {
      co_return refused(RefusedKind::busy, source_.url + ": " + response.error().detail());
    }
    co_return std::move(*response);
  }

  Refused refusal_of(unsigned status) const {
    std::string sentence = source_.url + " answered with HTTP " + std::to_string(status);
    if (status == 401 || status == 403) {
      sentence +=
          ": the application needs User.Read.All for guests and OrgContact.Read.All for "
          "contacts, with the consent of an administrator";
    }
    const bool may_pass = status == 410 || status == 429 || status >= 500;
    return refused(may_pass ? RefusedKind::busy : RefusedKind::mistake, std::move(sentence));
  }

  static std::chrono::seconds wait_asked(std::string_view header) {
    unsigned seconds = 0;
    const auto read = std::from_chars(header.data(), header.data() + header.size(), seconds);
    const bool whole = read.ec == std::errc() && read.ptr == header.data() + header.size();
    return whole ? std::chrono::seconds(seconds) : kGraphUsualWait;
  }

  const ReadRequest& request_;
  const config::DirectorySource& source_;
  identity::TokenBroker& tokens_;
  net::HttpClient& http_;
  async::Clock& clock_;
  std::string host_;
  std::optional<identity::TokenRequest> token_request_;
  std::size_t pages_ = 0;
  int waits_ = 0;
  bool state_lost_ = false;
};

}  // namespace

asio::awaitable<Outcome<Reading>> GraphReader::read(ReadRequest request) {
  GraphReading reading(request, tokens_, http_, clock_);
  co_return co_await reading.run();
}

}  // namespace fb::directory
