// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/scenarios/scenario.hpp"

#include <boost/asio/io_context.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "gateway/async/offload_pool.hpp"
#include "gateway/identity/token_broker.hpp"
#include "gateway/pipeline/availability_service.hpp"
#include "tests/scenarios/replies.hpp"
#include "tests/scenarios/scripted_delegations.hpp"
#include "tests/scenarios/scripted_transport.hpp"
#include "tests/support/jwt_signer.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/permits.hpp"
#include "tests/support/test_pki.hpp"

namespace fb::scenarios {
namespace asio = boost::asio;
namespace {

using Words = std::vector<std::string>;

// What a scenario got wrong, or what did not hold.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void require(bool holds, const std::string& what) {
  if (!holds) throw Failure(what);
}

Words split(const std::string& text, char by = ' ') {
  Words words;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, by);) {
    const auto first = word.find_first_not_of(' ');
    if (first == std::string::npos) continue;
    words.push_back(word.substr(first, word.find_last_not_of(' ') - first + 1));
  }
  return words;
}

model::UtcTime first_day() { return std::chrono::sys_days(std::chrono::January / 5 / 2026); }

std::chrono::minutes clock_time(const std::string& text) {
  require(text.size() == 5 && text[2] == ':', "no time: " + text);
  return std::chrono::hours(std::stoi(text.substr(0, 2))) +
         std::chrono::minutes(std::stoi(text.substr(3)));
}

// "08:00-18:00" on a day of the scenario.
std::pair<model::UtcTime, model::UtcTime> span(const std::string& text, int day) {
  const model::UtcTime midnight = first_day() + std::chrono::days(day);
  return {midnight + clock_time(text.substr(0, 5)), midnight + clock_time(text.substr(6))};
}

// "busy 09:00-10:00, oof 11:00-12:00" or "free".
std::vector<Block> read_blocks(const std::string& text, int day) {
  std::vector<Block> blocks;
  if (text == "free") return blocks;
  for (const std::string& part : split(text, ',')) {
    const Words words = split(part);
    require(words.size() == 2, "a block is STATUS HH:MM-HH:MM: " + part);
    const auto [begin, end] = span(words[1], day);
    blocks.push_back({words[0], begin, end});
  }
  return blocks;
}

std::string status_word(model::FreeBusyStatus status) {
  switch (status) {
    case model::FreeBusyStatus::free:
      return "free";
    case model::FreeBusyStatus::tentative:
      return "tentative";
    case model::FreeBusyStatus::busy:
      return "busy";
    case model::FreeBusyStatus::out_of_office:
      return "oof";
    case model::FreeBusyStatus::working_elsewhere:
      return "elsewhere";
    case model::FreeBusyStatus::no_data:
      break;
  }
  return "unknown";
}

std::string describe(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks) {
    out += (out.empty() ? "" : ", ") + block.status + " " +
           std::to_string(block.begin.time_since_epoch().count()) + "-" +
           std::to_string(block.end.time_since_epoch().count());
  }
  return out.empty() ? "free" : out;
}

std::string describe(const model::MailboxAvailability& mailbox) {
  if (!mailbox.availability) {
    return "error " + std::string(model::facts(mailbox.availability.error().kind()).name);
  }
  std::vector<Block> blocks;
  for (const model::BusyBlock& block : mailbox.availability->blocks) {
    blocks.push_back({status_word(block.status), block.begin, block.end});
  }
  return describe(blocks);
}

asio::awaitable<void> keep(asio::awaitable<model::AvailabilityReply> answer,
                           std::optional<model::AvailabilityReply>& into) {
  into = co_await std::move(answer);
}

upstream::UpstreamOptions upstream_options(identity::DelegationTokens& delegations) {
  upstream::UpstreamOptions options;
  options.delegations = &delegations;
  return options;
}

class Scenario {
 public:
  explicit Scenario(std::optional<std::size_t> cut_reply) : cut_reply_(cut_reply) {}

  ~Scenario();

  void statement(const std::string& line);
  void end();
  std::size_t replies() const { return replies_; }

 private:
  struct Question {
    Words addresses;
    int day = 0;
    std::optional<model::AvailabilityReply> reply;
    std::exception_ptr exception;
  };

  bool cutting() const { return cut_reply_.has_value(); }
  void set_home(const Words& words);
  void allow(const Words& words);
  void discover(const Words& words);
  void add_group(const Words& words);
  void add_relationship(const Words& words);
  void ask(const Words& words);
  void reply(const std::string& rest);
  model::Result<net::HttpResponse> response(const std::string& rest) const;
  void expect_answer(const std::string& rest);
  void expect_cache(const Words& words);
  void pass(const std::string& text);
  void drop_what_waits();
  void build();
  void settle();
  config::Tenant& tenant(const std::string& name);
  model::TenantKey key(const std::string& name) { return tenant(name).key; }
  const model::MailboxAvailability& mailbox(const std::string& address);

  const std::optional<std::size_t> cut_reply_;
  std::size_t replies_ = 0;
  test::TestPki pki_;
  std::vector<config::Tenant> tenants_{test::contoso_tenant(), test::contoso_china_tenant(),
                                       test::fabrikam_tenant()};
  Words home_{"contoso"};
  Words autodiscover_hosts_;  // of every partner
  model::Caller caller_ = test::contoso_user("peggy@contoso.example");

  asio::io_context io_;
  test::ManualClock clock_{first_day()};
  ScriptedTransport transport_{clock_};
  async::OffloadPool files_{1, 16};
  std::unique_ptr<identity::TokenBroker> tokens_ = identity::make_token_broker(clock_);
  ScriptedDelegations delegations_;
  std::unique_ptr<upstream::CalendarUpstream> upstream_ = upstream::make_calendar_upstream(
      "here", *tokens_, files_, clock_, upstream_options(delegations_));
  cache::AvailabilityCache cache_{cache::Limits{}};
  std::unique_ptr<config::SnapshotHolder> snapshots_;
  std::unique_ptr<pipeline::CachedFetch> fetch_;
  std::unique_ptr<pipeline::AvailabilityService> service_;
  std::unique_ptr<Question> question_;
  std::shared_ptr<ScriptedTransport::Pending> request_;
};

config::Tenant& Scenario::tenant(const std::string& name) {
  for (config::Tenant& candidate : tenants_) {
    if (candidate.name == name) return candidate;
  }
  throw Failure("no such tenant: " + name);
}

void Scenario::set_home(const Words& words) { home_.assign(words.begin() + 1, words.end()); }

void Scenario::allow(const Words& words) {
  require(words.size() == 4, "allow TENANT by TENANT");
  tenant(words[3]).allowed_tenants.push_back(key(words[1]));
}

void Scenario::discover(const Words& words) {
  require(words.size() > 1, "discover DOMAIN [HOST...]");
  for (config::Tenant& candidate : tenants_) {
    for (config::AddressSpace& space : candidate.address_spaces) {
      if (space.domain.str() == words[1]) space.target_service_epr.clear();
    }
  }
  autodiscover_hosts_.assign(words.begin() + 2, words.end());
}

void Scenario::add_group(const Words& words) {
  require(words.size() > 1, "group ADDRESS MEMBER...");
  config::Group group{.address = test::address(words[1])};
  for (std::size_t i = 2; i < words.size(); ++i) group.members.push_back(test::address(words[i]));
  tenant("contoso").groups.push_back(std::move(group));
}

void Scenario::add_relationship(const Words& words) {
  require(words.size() >= 4 && (words[2] == "pinned" || words[2] == "at"),
          "relationship DOMAIN pinned|at URL [shared]");
  const model::SmtpDomain domain = test::domain(words[1]);
  config::OrganizationRelationship made{.name = words[1], .target_tenant = test::contoso()};
  for (const config::Tenant& candidate : tenants_) {
    if (candidate.accepted_domains.front() == domain) made.target_tenant = candidate.key;
  }
  made.domain_names = {domain};
  made.free_busy_access_enabled = true;
  made.target_application_uri = "federation." + words[1];
  (words[2] == "pinned" ? made.target_sharing_epr : made.target_autodiscover_epr) = words[3];
  if (words.back() == "shared") made.cache_scope = config::CacheScope::organization;
  config::Tenant& contoso = tenant("contoso");
  contoso.organization_relationships.push_back(std::move(made));
  contoso.federation_trust =
      config::FederationTrust{.application_uri = "federation.contoso.example",
                              .token_issuers = {{"urn:sts", "https://sts.example/"}}};
}

// Everything behind the first question; what the scenario says of the federation comes before it.
void Scenario::build() {
  if (service_) return;
  const test::RsaKey& application = test::RsaKey::shared("application");
  const model::UtcTime now = first_day();
  const std::string certificate = pki_.file(
      "application.pem",
      application.certificate_pem(now - std::chrono::hours(1), now + std::chrono::days(30)));
  const std::string key = pki_.file("application.key", application.private_pem());
  config::Federation federation;
  for (config::Tenant& candidate : tenants_) {
    candidate.application->certificate_file = certificate;
    candidate.application->private_key_file = key;
    if (std::find(home_.begin(), home_.end(), candidate.name) != home_.end()) {
      federation.tenants.push_back(candidate);
    } else {
      federation.partners.push_back(test::partner_of(candidate));
      federation.partners.back().autodiscover_hosts = autodiscover_hosts_;
    }
  }
  snapshots_ = std::make_unique<config::SnapshotHolder>(test::snapshot_of(std::move(federation)));
  fetch_ = pipeline::make_cached_fetch(cache_, *upstream_, *snapshots_, clock_,
                                       std::chrono::seconds(20));
  service_ = std::make_unique<pipeline::AvailabilityService>("here", *fetch_);
}

// Runs whatever can run without time passing.
void Scenario::settle() {
  if (io_.stopped()) io_.restart();
  while (io_.poll() > 0) {
  }
}

void Scenario::ask(const Words& words) {
  build();
  question_ = std::make_unique<Question>();
  std::optional<std::pair<model::UtcTime, model::UtcTime>> window;
  auto wish = model::DetailLevel::availability_only;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "day") question_->day = std::stoi(words.at(++i));
  }
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].find('@') != std::string::npos) question_->addresses.push_back(words[i]);
    if (words[i].size() == 11 && words[i][5] == '-') window = span(words[i], question_->day);
    if (words[i] == "details") wish = model::DetailLevel::limited_details;
  }
  require(window.has_value(), "ask needs HH:MM-HH:MM");
  model::AvailabilityRequest request{{},
                                     model::TimeWindow::make(window->first, window->second).value(),
                                     model::SlotLength::half_hour(),
                                     wish};
  for (const std::string& address : question_->addresses) {
    request.mailboxes.push_back({address, model::SmtpAddress::parse(address)});
  }
  pipeline::FetchContext context{snapshots_->current(),
                                 transport_,
                                 async::Deadline::after(clock_, std::chrono::seconds(25)),
                                 {},
                                 model::CorrelationId::from_bytes({})};
  auto answer = service_->answer(test::proved(caller_), std::move(request), std::move(context));
  asio::co_spawn(io_, keep(std::move(answer), question_->reply),
                 [question = question_.get()](std::exception_ptr exception) {
                   question->exception = exception;
                 });
  settle();
}

model::Result<net::HttpResponse> Scenario::response(const std::string& rest) const {
  const Words words = split(rest);
  if (words.front() == "cut")
    return model::Error::of(model::ErrorKind::peer_unreachable, "cut off");
  net::HttpResponse made;
  made.status = 200;
  if (words.front() == "html") {
    made.headers.push_back({"Content-Type", "text/html"});
    made.body = "<!DOCTYPE html><html><body>Sign in</body></html>";
    return made;
  }
  if (words.front() == "token") return made;
  if (words.front() == "autodiscover") {
    made.headers.push_back({"Content-Type", "text/xml; charset=utf-8"});
    made.body = autodiscover_reply(words.at(1));
    return made;
  }
  if (words.front() != "graph" && words.front() != "ews") {
    made.status = static_cast<unsigned>(std::stoi(words.front()));
    const auto colon = rest.find(": ");
    if (colon != std::string::npos) {
      const auto name = rest.find(' ') + 1;
      made.headers.push_back({rest.substr(name, colon - name), rest.substr(colon + 2)});
    }
    return made;
  }
  std::vector<CalendarReply> calendars;
  for (const std::string& part : split(rest.substr(words.front().size()), ';')) {
    const auto gap = part.find(' ');
    CalendarReply calendar{part.substr(0, gap), {}, {}};
    const std::string content = part.substr(gap + 1);
    if (content.starts_with("error ")) {
      calendar.error = content.substr(6);
    } else {
      calendar.blocks = read_blocks(content, question_->day);
    }
    calendars.push_back(std::move(calendar));
  }
  const bool graph = words.front() == "graph";
  made.headers.push_back({"Content-Type", graph ? "application/json" : "text/xml; charset=utf-8"});
  made.body = graph ? graph_reply(calendars) : ews_reply(calendars);
  return made;
}

void Scenario::reply(const std::string& rest) {
  const bool cut = cut_reply_ == replies_++;
  if (!request_ && cutting()) return;  // an earlier cut changed what goes out
  require(request_ != nullptr, "no request waits for this reply");
  ScriptedTransport::give(*request_, response(cut ? "cut" : rest));
  request_.reset();
  settle();
}

const model::MailboxAvailability& Scenario::mailbox(const std::string& address) {
  require(question_ != nullptr, "nothing was asked");
  if (cutting() && !question_->reply) drop_what_waits();
  if (question_->exception) std::rethrow_exception(question_->exception);
  require(question_->reply.has_value(), "the question is still open");
  for (const model::MailboxAvailability& candidate : question_->reply->mailboxes) {
    if (candidate.asked == address) return candidate;
  }
  throw Failure("no answer stands under " + address);
}

// Whatever is under way ends before what it uses goes.
Scenario::~Scenario() {
  while (transport_.waiting() > 0) drop_what_waits();
  clock_.advance(std::chrono::hours(1));
  settle();
}

// What an earlier cut has made the program ask in another order is cut off as well.
void Scenario::drop_what_waits() {
  while (const auto pending = transport_.oldest()) {
    ScriptedTransport::give(*pending,
                            model::Error::of(model::ErrorKind::peer_unreachable, "cut off"));
    settle();
  }
}

void Scenario::expect_answer(const std::string& rest) {
  const auto gap = rest.find(' ');
  const std::string address = rest.substr(0, gap);
  const std::string expected = rest.substr(gap + 1);
  const model::MailboxAvailability& got = mailbox(address);
  if (cutting() && !got.availability) return;
  if (expected.starts_with("error ")) {
    const Words words = split(expected);
    require(describe(got) == "error " + words[1], address + ": " + describe(got));
    if (words.size() == 4) {
      const std::string rule = got.availability.error().rule();
      require(rule == words[3], address + ": rule " + rule);
    }
    return;
  }
  const std::string blocks = describe(read_blocks(expected, question_->day));
  if (cutting() && got.members && describe(got) != blocks) {
    const model::Availability& group = *got.availability;
    for (const auto status :
         model::merge(group.blocks, group.window, model::SlotLength::half_hour()))
      require(status != model::FreeBusyStatus::free, address + ": free without an answer");
    return;
  }
  require(describe(got) == blocks, address + ": " + describe(got) + ", expected " + blocks);
}

void Scenario::expect_cache(const Words& words) {
  if (cutting()) return;
  const model::Provenance& provenance = mailbox(words[1]).provenance;
  require(model::name(provenance.cache) == words[2],
          words[1] + ": cache " + std::string(model::name(provenance.cache)));
  if (words.size() < 4) return;
  const std::string age = std::to_string(provenance.age.count()) + "s";
  require(age == words[3], words[1] + ": age " + age);
}

void Scenario::pass(const std::string& text) {
  const int amount = std::stoi(text);
  const char unit = text.back();
  require(unit == 's' || unit == 'm' || unit == 'h', "a duration is 30s, 5m or 4h");
  clock_.advance(std::chrono::seconds(amount * (unit == 's' ? 1 : unit == 'm' ? 60 : 3600)));
  settle();
}

void Scenario::statement(const std::string& line) {
  const Words words = split(line);
  const std::string& verb = words.front();
  const std::string rest = line.size() > verb.size() ? line.substr(verb.size() + 1) : "";
  if (verb == "home") return set_home(words);
  if (verb == "allow") return allow(words);
  if (verb == "discover") return discover(words);
  if (verb == "group") return add_group(words);
  if (verb == "relationship") return add_relationship(words);
  if (verb == "tokens") {
    transport_.tokens_granted = words.at(1) != "refused";
  } else if (verb == "caller") {
    caller_ = test::contoso_user(words.at(1));
  } else if (verb == "organization") {
    caller_ = {model::CallerKind::partner_organization, key(words.at(1)), {}, "app"};
  } else if (verb == "server") {
    caller_ = {model::CallerKind::home_server, key(words.at(1)), {}, "exchange"};
  } else if (verb == "ask") {
    ask(words);
  } else if (verb == "request") {
    Words texts;
    if (words.size() > 2) texts.assign(words.begin() + 3, words.end());
    request_ = transport_.find(words.at(1), texts);
    require(request_ != nullptr || cutting(), "no such request went out");
  } else if (verb == "reply") {
    reply(rest);
  } else if (verb == "quiet") {
    require(transport_.waiting() == 0 || cutting(), "something went out");
  } else if (verb == "waiting") {
    require(cutting() || !question_->reply, "the question was answered already");
  } else if (verb == "answer") {
    expect_answer(rest);
  } else if (verb == "cache") {
    expect_cache(words);
  } else if (verb == "pass") {
    pass(words.at(1));
  } else {
    throw Failure("no such statement: " + verb);
  }
}

void Scenario::end() {
  drop_what_waits();
  if (question_) require(question_->reply.has_value(), "the last question was never answered");
}

}  // namespace

Outcome run(const std::filesystem::path& file, std::optional<std::size_t> cut_reply) {
  Scenario scenario(cut_reply);
  std::ifstream in(file);
  std::size_t number = 0;
  std::string line;
  try {
    while (std::getline(in, line)) {
      ++number;
      line = line.substr(0, line.find('#'));
      line.erase(line.find_last_not_of(' ') + 1);
      if (!line.empty()) scenario.statement(line);
    }
    require(number > 0, "the file is empty or not there");
    scenario.end();
  } catch (const std::exception& failure) {
    return {file.filename().string() + ":" + std::to_string(number) + ": " + line + ": " +
                failure.what(),
            0};
  }
  return {"", scenario.replies()};
}

}  // namespace fb::scenarios
