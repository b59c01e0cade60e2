// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/tools/cloudsim/world_folder.hpp"

#include <fstream>
#include <stdexcept>

#include "tests/unit/tools/cloudsim/small_world.hpp"

namespace fb::cloudsim::test {
namespace {

constexpr std::string_view kConfig = R"(version = 1
admin_secret_file = "admin.secret"

[listener]
certificate_file = "tls.pem"
private_key_file = "tls.key"

[[cloud]]
name = "commercial"
login_host = "login.microsoftonline.com"
graph_host = "graph.microsoft.com"
ews_host = "outlook.office365.com"
tenant_region_scope = "EU"
signing_key_files = ["public.key", "public-next.key"]

[[cloud.tenant]]
name = "contoso"
tenant_id = "11111111-0000-4000-8000-000000000001"
domains = ["contoso.example"]

[[cloud.tenant.resource]]
uri = "api://33333333-0000-4000-8000-000000000001"
roles = ["FreeBusy.Read"]

[[cloud.tenant.application]]
client_id = "22222222-0000-4000-8000-000000000001"
certificate_files = ["application.pem"]

[[cloud.tenant.application.grant]]
resource = "https://graph.microsoft.com"
roles = ["Calendars.Read"]

[[cloud.tenant.application.grant]]
resource = "api://33333333-0000-4000-8000-000000000001"
roles = ["FreeBusy.Read"]

[[cloud.tenant.mailbox]]
address = "peggy@contoso.example"
calendar = "peggy.ics"
zone = "W. Europe Standard Time"
working_hours = { days = ["Monday", "Friday"], start = 08:30:00, end = 17:00:00 }

[[cloud.tenant.mailbox]]
address = "open@contoso.example"
calendar = "peggy.ics"
calendar_right = "LimitedDetails"

[[cloud.tenant.mailbox]]
address = "closed@contoso.example"
calendar = "peggy.ics"
calendar_right = "None"

[[cloud.tenant.mailbox]]
address = "oskar@contoso.example"
calendar = "peggy.ics"
calendar_right = "LimitedDetails"
kind = "onprem"

[[cloud.tenant.mailbox]]
address = "shut@contoso.example"
calendar = "peggy.ics"
calendar_right = "None"
kind = "onprem"

[[cloud]]
name = "gcc-high"
login_host = "login.microsoftonline.us"
graph_host = "graph.microsoft.us"
signing_key_files = ["us.key"]

[[cloud.tenant]]
name = "fabrikam"
tenant_id = "11111111-0000-4000-8000-000000000004"
domains = ["fabrikam.example"]

[[cloud.tenant.mailbox]]
address = "carol@fabrikam.example"
calendar = "peggy.ics"

[[exchange]]
host = "mail.contoso.example"
tenants = ["contoso"]

[[exchange.account]]
name = "CONTOSO\\freebusy"
password_file = "exchange.password"

[[autodiscover]]
host = "autodiscover.contoso.example"
domains = ["contoso.example"]
ews_url = "https://mail.contoso.example/EWS/Exchange.asmx"

[[fault]]
host = "login.microsoftonline.us"
path_prefix = "/broken/"
kind = "status"
value = 503
count = 2
)";

constexpr std::string_view kCalendar =
    "BEGIN:VCALENDAR\r\n"
    "VERSION:2.0\r\n"
    "PRODID:-//test//EN\r\n"
    "BEGIN:VEVENT\r\n"
    "UID:1@test\r\n"
    "DTSTAMP:20310101T000000Z\r\n"
    "DTSTART:20310506T090000Z\r\n"
    "DTEND:20310506T100000Z\r\n"
    "SUMMARY:Keel review\r\n"
    "LOCATION:Dock 4\r\n"
    "END:VEVENT\r\n"
    "BEGIN:VEVENT\r\n"
    "UID:2@test\r\n"
    "DTSTAMP:20310101T000000Z\r\n"
    "DTSTART:20310506T130000Z\r\n"
    "DTEND:20310506T133000Z\r\n"
    "SUMMARY:Dentist\r\n"
    "LOCATION:Elsewhere\r\n"
    "CLASS:PRIVATE\r\n"
    "END:VEVENT\r\n"
    "END:VCALENDAR\r\n";

constexpr std::string_view kHosts =
    "DNS:login.microsoftonline.com,DNS:graph.microsoft.com,DNS:outlook.office365.com,"
    "DNS:login.microsoftonline.us,DNS:graph.microsoft.us,DNS:mail.contoso.example,"
    "DNS:autodiscover.contoso.example,"
    "DNS:cloudsim.admin";

}  // namespace

WorldFolder::WorldFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "cloudsim-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  path_ = name;
  write("admin.secret", "admin-secret\n");
  write("exchange.password", "p:ssword\r\n");
  write("tls.pem", keys().stranger.certificate_pem(kHosts));
  write("tls.key", keys().stranger.private_pem());
  write("public.key", keys().public_current.private_pem());
  write("public-next.key", keys().public_next.private_pem());
  write("us.key", keys().china.private_pem());
  write("application.pem", keys().application.certificate_pem());
  write("peggy.ics", kCalendar);
}

WorldFolder::~WorldFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string WorldFolder::config_with(std::string_view from, std::string_view to) {
  std::string out(kConfig);
  if (from.empty()) return out;
  const auto at = out.find(from);
  if (at == std::string::npos || out.find(from, at + 1) != std::string::npos) {
    throw std::runtime_error("not there once: " + std::string(from));
  }
  return out.replace(at, from.size(), to);
}

void WorldFolder::write(const std::string& name, std::string_view text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
}

LoadedWorld WorldFolder::load(const std::string& config) const {
  write("cloudsim.toml", config);
  return load_world(path_ / "cloudsim.toml");
}

}  // namespace fb::cloudsim::test
