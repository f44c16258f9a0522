package io.polyport.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.config.ConfigFault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PoliciesTest {
    private static final Principal IVAN = new Principal(
            "ivan",
            "acme",
            Set.of("ftp:read"),
            new JsonObject().put("role", "clerk").put("level", 3).put("groups", new JsonArray().add("clerk")));
    private static final Who EVERYONE = new Who(List.of("*"), List.of(), List.of(), Map.of());

    private static PolicyRequest reading(String connection) {
        return new PolicyRequest(
                "ftp", "download", Optional.of("ftp:read"), Access.READ, Optional.of(connection), false);
    }

    private static PolicyRequest writing(String connection) {
        return new PolicyRequest(
                "ftp", "upload", Optional.of("ftp:write"), Access.WRITE, Optional.of(connection), false);
    }

    private static May may(List<String> connections, List<Access> access, List<String> objects, ScopeRule scopes) {
        return new May(List.of("ftp"), List.of("*"), connections, access, objects, scopes);
    }

    private static May reads(String... objects) {
        return may(List.of("archive"), List.of(Access.READ), Arrays.asList(objects), ScopeRule.CONTRACT);
    }

    private static Policies of(Rule... rules) {
        return new Policies(new PolicyConfig(List.of(rules)));
    }

    private static Decision.Denied denied(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Denied.class);
        return (Decision.Denied) decision;
    }

    private static List<String> allowed(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision).objects();
    }

    @Test
    @DisplayName("GW-15 without rules everything is forbidden, and the answer names the right that is missing")
    void denyByDefault() {
        var problem = denied(of().decide(IVAN, reading("archive"))).problem();
        assertThat(problem.status()).isEqualTo(403);
        assertThat(problem.code()).isEqualTo("gateway.forbidden");
        assertThat(problem.extensions()).containsEntry("missing", "ftp download (read) on connection archive");
    }

    @Test
    @DisplayName("GW-15 FT-20 neither reading nor writing gives the right to pass on commands, which is one of its own")
    void commandsApart() {
        var request = new PolicyRequest(
                "ftp", "ftp.run-command", Optional.of("ftp:command"), Access.COMMAND, Optional.of("archive"), false);
        var both = may(List.of("*"), List.of(Access.READ, Access.WRITE), List.of(), ScopeRule.NONE);
        var problem = denied(of(new Rule("both", EVERYONE, both)).decide(IVAN, request))
                .problem();
        assertThat(problem.extensions())
                .containsEntry("missing", "ftp ftp.run-command (command) on connection archive");

        var commands = new Rule(
                "commands", EVERYONE, may(List.of("*"), List.of(Access.COMMAND), List.of(), ScopeRule.CONTRACT));
        assertThat(denied(of(commands).decide(IVAN, request)).problem().extensions())
                .containsEntry("scope", "ftp:command");
        assertThat(denied(of(commands).decide(IVAN, reading("archive")))
                        .problem()
                        .status())
                .isEqualTo(403);
        var trusting = may(List.of("*"), List.of(Access.COMMAND), List.of(), ScopeRule.NONE);
        assertThat(allowed(of(new Rule("trusting", EVERYONE, trusting)).decide(IVAN, request)))
                .isEmpty();
    }

    @Test
    @DisplayName("GW-15 GW-18 a rule that fits but for the scope makes the answer name the scope")
    void missingScope() {
        var policies = of(new Rule(
                "all", EVERYONE, may(List.of("*"), List.of(Access.READ, Access.WRITE), List.of(), ScopeRule.CONTRACT)));
        assertThat(allowed(policies.decide(IVAN, reading("archive")))).isEmpty();
        assertThat(denied(policies.decide(IVAN, writing("archive"))).problem().extensions())
                .containsEntry("scope", "ftp:write")
                .containsEntry("missing", "scope ftp:write");
    }

    @Test
    @DisplayName("GW-15 the answer is the same whether the connection exists or not")
    void saysNothingAboutExistence() {
        var policies = of(new Rule("one", EVERYONE, reads()));
        var one = denied(policies.decide(IVAN, reading("exists")))
                .problem()
                .toJson()
                .encode();
        var other = denied(policies.decide(IVAN, reading("absent")))
                .problem()
                .toJson()
                .encode();
        assertThat(one.replace("exists", "absent")).isEqualTo(other);
    }

    @Test
    @DisplayName("GW-15 several rules add up: their object patterns unite, and one without patterns opens all")
    void rulesUnite() {
        var first = new Rule("a", EVERYONE, reads("/in/**"));
        var second = new Rule("b", EVERYONE, reads("/out/**", "/in/**"));
        assertThat(allowed(of(first, second).decide(IVAN, reading("archive")))).containsExactly("/in/**", "/out/**");
        assertThat(allowed(of(first, new Rule("c", EVERYONE, reads())).decide(IVAN, reading("archive"))))
                .isEmpty();
    }

    @Test
    @DisplayName("GW-15 patterns of a rule that does not grant this call add nothing")
    void onlyGrantingRulesCount() {
        var narrow = new Rule("narrow", EVERYONE, reads("/in/**"));
        var wideForOthers = new Rule("wide", new Who(List.of("olga"), List.of(), List.of(), Map.of()), reads());
        var wideForWriting =
                new Rule("write", EVERYONE, may(List.of("*"), List.of(Access.WRITE), List.of(), ScopeRule.NONE));
        assertThat(allowed(of(narrow, wideForOthers, wideForWriting).decide(IVAN, reading("archive"))))
                .containsExactly("/in/**");
    }

    @Test
    @DisplayName("GW-15 reading does not allow writing, one connection not another, one service not another")
    void everyConditionCounts() {
        var policies =
                of(new Rule("r", EVERYONE, may(List.of("archive"), List.of(Access.READ), List.of(), ScopeRule.NONE)));
        allowed(policies.decide(IVAN, reading("archive")));
        denied(policies.decide(IVAN, writing("archive")));
        denied(policies.decide(IVAN, reading("archive2")));
        denied(policies.decide(IVAN, reading("Archive")));
        denied(policies.decide(
                IVAN,
                new PolicyRequest("grpc", "download", Optional.empty(), Access.READ, Optional.of("archive"), false)));
    }

    @Test
    @DisplayName("GW-15 opened connections are allowed by ~ or *, not by the names of configured ones")
    void openedConnections() {
        var request = new PolicyRequest("ftp", "list", Optional.of("ftp:read"), Access.READ, Optional.empty(), true);
        denied(of(new Rule("r", EVERYONE, reads())).decide(IVAN, request));
        for (var pattern : List.of("~", "*")) {
            allowed(of(new Rule(
                            "r", EVERYONE, may(List.of(pattern), List.of(Access.READ), List.of(), ScopeRule.CONTRACT)))
                    .decide(IVAN, request));
        }
        assertThatThrownBy(() -> reading("~abc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("GW-15 who: subjects, scopes, tenants and claims must all fit")
    void who() {
        assertThat(new Who(
                                List.of("iv*"),
                                List.of("ftp:read"),
                                List.of("ac?e", "acme"),
                                Map.of("role", "clerk", "level", "3"))
                        .includes(IVAN))
                .isTrue();
        assertThat(new Who(List.of("o*"), List.of(), List.of(), Map.of()).includes(IVAN))
                .isFalse();
        assertThat(new Who(List.of(), List.of("ftp:read", "ftp:write"), List.of(), Map.of()).includes(IVAN))
                .isFalse();
        assertThat(new Who(List.of(), List.of(), List.of("other"), Map.of()).includes(IVAN))
                .isFalse();
        assertThat(new Who(List.of(), List.of(), List.of(), Map.of("role", "boss")).includes(IVAN))
                .isFalse();
        assertThat(new Who(List.of(), List.of(), List.of(), Map.of("absent", "x")).includes(IVAN))
                .isFalse();
        assertThat(new Who(List.of(), List.of(), List.of(), Map.of("groups", "clerk")).includes(IVAN))
                .isFalse();
    }

    @Test
    @DisplayName("GW-15 a rule for nobody in particular, or that allows nothing, is no configuration")
    void rulesThatRefuseToExist() {
        assertThatThrownBy(() -> new Who(List.of(), List.of(), List.of(), Map.of()))
                .isInstanceOf(ConfigFault.class);
        assertThatThrownBy(() -> may(List.of(), List.of(Access.READ), List.of(), ScopeRule.NONE))
                .isInstanceOf(ConfigFault.class);
        assertThatThrownBy(() -> may(List.of("*"), List.of(), List.of(), ScopeRule.NONE))
                .isInstanceOf(ConfigFault.class);
        assertThatThrownBy(() -> reads("")).isInstanceOf(ConfigFault.class);
        var rule = new Rule("same", EVERYONE, reads());
        assertThatThrownBy(() -> of(rule, rule)).isInstanceOf(ConfigFault.class);
    }

    @Test
    @DisplayName("GW-17 the rules of the first start let the scopes decide")
    void scopesAlone() {
        var policies = new Policies(PolicyConfig.byScopesAlone());
        assertThat(allowed(policies.decide(IVAN, reading("any")))).isEmpty();
        denied(policies.decide(IVAN, writing("any")));
    }

    @ParameterizedTest(name = "GW-15 pattern {0} and {1}: {2}")
    @CsvSource({
        "*, anything/at.all, true",
        "*, '', true",
        "a*, a, true",
        "a*, b, false",
        "*a, banana, true",
        "*a, bananas, false",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "files.*, files.read, true",
        "files.*, filesXread, false",
        "a?c, abc, false",
        "a?c, a?c, true",
        "'', '', true",
        "'', a, false",
        "ivan, ivan, true",
        "ivan, Ivan, false",
        "склад*, склад-1, true"
    })
    @DisplayName("GW-15 patterns")
    void patterns(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    @DisplayName("GW-15 a pattern of many stars takes no more than pattern times text steps")
    void manyStars() {
        assertThat(Glob.matches("*a".repeat(200) + "b", "a".repeat(20_000))).isFalse();
    }

    @Test
    @DisplayName("GW-15 a call whose path names no connection may name only those that the granting rules allow")
    void connectionsOutsideThePath() {
        var opening = new PolicyRequest(
                "ftp", "open-connection", Optional.of("ftp:read"), Access.READ, Optional.empty(), false);
        var some = may(List.of("archive", "~"), List.of(Access.READ), List.of(), ScopeRule.CONTRACT);
        var all = may(List.of("*"), List.of(Access.READ), List.of(), ScopeRule.CONTRACT);
        assertThat(of(new Rule("some", EVERYONE, some)).decide(IVAN, opening))
                .isEqualTo(new Decision.Allowed(List.of(), List.of("archive", "~"), List.of()));
        assertThat(of(new Rule("some", EVERYONE, some), new Rule("all", EVERYONE, all))
                        .decide(IVAN, opening))
                .isEqualTo(new Decision.Allowed(List.of(), List.of(), List.of()));
    }

    @Test
    @DisplayName(
            "GW-15 an operation that names connections in its body is told what each rule allows by itself, where the scope is there")
    void grants() {
        var both = Map.of(Access.READ, "ftp:read", Access.WRITE, "ftp:write");
        var copying = new PolicyRequest(
                "ftp",
                "copy",
                Optional.of("ftp:read"),
                Access.READ,
                Optional.empty(),
                false,
                both,
                Optional.empty(),
                List.of());
        var reads = may(List.of("archive"), List.of(Access.READ), List.of("/a/**"), ScopeRule.CONTRACT);
        var writes = may(List.of("shop"), List.of(Access.WRITE), List.of(), ScopeRule.CONTRACT);
        var writesAnyway = may(List.of("inbox"), List.of(Access.READ, Access.WRITE), List.of(), ScopeRule.NONE);
        var others = new Who(List.of("olga"), List.of(), List.of(), Map.of());

        var policies = of(
                new Rule("reads", EVERYONE, reads),
                new Rule("writes without the scope", EVERYONE, writes),
                new Rule("writes anyway", EVERYONE, writesAnyway),
                new Rule("others", others, may(List.of("*"), List.of(Access.WRITE), List.of(), ScopeRule.NONE)));
        var decision = policies.decide(IVAN, copying);

        assertThat(((Decision.Allowed) decision).grants())
                .containsExactlyInAnyOrder(
                        new Envelope.Grant("read", List.of("archive"), List.of("/a/**")),
                        new Envelope.Grant("read", List.of("inbox"), List.of()),
                        new Envelope.Grant("write", List.of("inbox"), List.of()));
    }

    private static PolicyRequest published(String publication, Access access, String area) {
        return new PolicyRequest(
                "odata",
                "odata.read",
                Optional.empty(),
                access,
                Optional.empty(),
                false,
                Map.of(),
                Optional.of(publication),
                area.isEmpty()
                        ? List.of()
                        : List.of(
                                new PolicyRequest.Separator("Область", area, false),
                                new PolicyRequest.Separator("Организация", "secret-7", true)));
    }

    private static May inPublications(List<String> publications, Map<String, String> separators) {
        return new May(
                List.of("odata"),
                List.of("*"),
                List.of("*"),
                List.of(Access.READ),
                List.of("/Catalog_*"),
                ScopeRule.NONE,
                publications,
                separators);
    }

    @Test
    @DisplayName("GW-15 a rule may be for some publications, for reading or writing, and for objects in them")
    void publications() {
        var policies = of(new Rule("readers", EVERYONE, inPublications(List.of("shop*"), Map.of())));
        assertThat(allowed(policies.decide(IVAN, published("shop-west", Access.READ, ""))))
                .containsExactly("/Catalog_*");
        assertThat(denied(policies.decide(IVAN, published("office", Access.READ, "")))
                        .problem()
                        .detail())
                .contains("in publication office");
        denied(policies.decide(IVAN, published("shop-west", Access.WRITE, "")));
    }

    @Test
    @DisplayName("GW-8 GW-15 a rule for one value of a separator is for no other, and for no call without it")
    void separators() {
        var policies = of(new Rule("area 1", EVERYONE, inPublications(List.of("*"), Map.of("Область", "1"))));
        allowed(policies.decide(IVAN, published("areas", Access.READ, "1")));
        assertThat(denied(policies.decide(IVAN, published("areas", Access.READ, "2")))
                        .problem()
                        .detail())
                .contains("Область 2");
        denied(policies.decide(IVAN, published("shop", Access.READ, "")));
    }

    @Test
    @DisplayName("GW-8 GW-18 a missing right names what the caller has asked for, and no fixed value of a separator")
    void fixedSeparators() {
        var problem =
                denied(of().decide(IVAN, published("areas", Access.READ, "2"))).problem();
        assertThat(problem.toJson().encode()).contains("Область 2").doesNotContain("Организация", "secret-7");
        var rule = new Rule("org", EVERYONE, inPublications(List.of("*"), Map.of("Организация", "secret-7")));
        allowed(of(rule).decide(IVAN, published("areas", Access.READ, "2")));
    }
}
