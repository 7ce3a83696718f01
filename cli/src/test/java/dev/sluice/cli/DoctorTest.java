package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final String UP =
            "{\"status\":\"UP\",\"checks\":[{\"name\":\"Kafka\",\"status\":\"UP\",\"data\":{\"lag\":0}}]}";
    private static final String RIGHTS =
            "{\"checks\":[{\"what\":\"topic sluice.rollouts\",\"ok\":true,\"known\":true,\"detail\":\"right to WRITE\"}]}";
    private final PlayedService traffic = new PlayedService();
    private final PlayedService health = new PlayedService();
    private final PlayedService rollback = new PlayedService();
    private final PlayedService notifier = new PlayedService();

    @BeforeEach
    void ready() {
        for (PlayedService service : new PlayedService[] {traffic, rollback, notifier}) {
            service.json("GET /q/health/ready", 200, UP);
        }
        for (PlayedService service : new PlayedService[] {traffic, health, rollback}) {
            service.json("GET /doctor/kafka", 200, RIGHTS);
        }
    }

    @AfterEach
    void close() {
        traffic.close();
        health.close();
        rollback.close();
        notifier.close();
    }

    private void notifierHas(String rights) {
        notifier.json("GET /doctor/kafka", 200, "{\"checks\":[" + rights + "]}");
    }

    @Test
    void aRightThatIsMissingIsAFailureAndNamed() {
        health.json("GET /q/health/ready", 200, UP);
        notifierHas("{\"what\":\"topic sluice.alerts\",\"ok\":false,\"known\":true,"
                + "\"detail\":\"no right to WRITE sluice.alerts\"}");
        Run run = doctor();
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.out())
                .containsPattern("ok +traffic-service +topic sluice.rollouts +right to WRITE")
                .containsPattern("FAIL +notifier-service +topic sluice.alerts +no right to WRITE sluice.alerts");
    }

    @Test
    void aRightThatCannotBeToldIsMarkedAndNeitherHeldNorMissing() {
        health.json("GET /q/health/ready", 200, UP);
        notifierHas("{\"what\":\"group sluice-notifier\",\"ok\":false,\"known\":false,"
                + "\"detail\":\"the broker does not tell\"}");
        Run run = doctor();
        assertThat(run.code()).isZero();
        assertThat(run.out()).containsPattern("\\? +notifier-service +group sluice-notifier +the broker does not tell");
        assertThat(doctor("-o", "json").out())
                .startsWith("{\n  \"ok\" : true")
                .containsPattern("\"what\" : \"group sluice-notifier\",\\s+\"ok\" : false,\\s+\"known\" : false");
    }

    @Test
    void aServiceThatDoesNotTellItsRightsHasNoneThatAreKnown() {
        health.json("GET /q/health/ready", 200, UP);
        Run run = doctor();
        assertThat(run.out()).containsPattern("\\? +notifier-service +rights on Kafka +Not Found");
    }

    @Test
    void allThatIsReadyIsWell() {
        health.json("GET /q/health/ready", 200, UP);
        Run run = doctor();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("health-service", "Kafka", "lag 0").doesNotContain("FAIL");
    }

    @Test
    void aServiceThatIsNotReadySaysWhichOfItsChecksFailed() {
        health.json(
                "GET /q/health/ready",
                503,
                "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"Kafka\",\"status\":\"DOWN\",\"data\":{\"reason\":\"no broker\"}}]}");
        Run run = doctor();
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.out()).containsPattern("FAIL +health-service +Kafka +reason no broker");
    }

    @Test
    void aPlanIsCheckedWhereItsPartsAreReached() {
        health.json("GET /q/health/ready", 200, UP);
        traffic.json(
                "POST /doctor",
                200,
                "{\"checks\":[{\"what\":\"router edge\",\"ok\":true,\"detail\":\"level admin\"}]}");
        health.json(
                "POST /sources/check",
                200,
                "{\"checks\":[{\"what\":\"source app\",\"ok\":false,\"detail\":\"refused\"}]}");
        Run table = doctor("-f", Story.PLAN);
        assertThat(table.code()).isEqualTo(7);
        assertThat(table.out())
                .containsPattern("ok +traffic-service +router edge +level admin")
                .containsPattern("FAIL +health-service +source app +refused");
        assertThat(doctor("-f", Story.PLAN, "-o", "json").out())
                .contains("\"ok\" : false", "\"what\" : \"source app\"", "\"detail\" : \"refused\"");
        assertThat(traffic.request("POST /doctor").body()).contains("\"target\":\"prod/checkout\"");
    }

    @Test
    void everyMetricOfASourceIsAFinding() {
        health.json("GET /q/health/ready", 200, UP);
        traffic.json("POST /doctor", 200, "{\"checks\":[]}");
        health.json("POST /sources/check", 200, """
                {"reachable":false,"metrics":[
                {"source":"app","metric":"cpu","query":"q","result":"VALUE","value":12.5,"unit":"%","detail":"of 2 instances","tookMs":1},
                {"source":"app","metric":"memory","query":"q","result":"NO_DATA","unit":"%","detail":"no series","tookMs":1},
                {"source":"prom","metric":"errors","query":"q","result":"FAILED","unit":"%","detail":"refused","tookMs":1},
                {"source":"far","metric":"load","query":"q","result":"NO_RIGHT","unit":"%","detail":"answered 401","tookMs":1}]}""");
        Run run = doctor("-f", Story.PLAN);
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.out())
                .containsPattern("ok +health-service +metric cpu of source app +12.5 %: of 2 instances")
                .containsPattern("ok +health-service +metric memory of source app +no data: no series")
                .containsPattern("FAIL +health-service +metric errors of source prom +failed: refused")
                .containsPattern("FAIL +health-service +metric load of source far +no right: answered 401");
    }

    @Test
    void aServiceThatIsGoneIsOneOfTheFindings() {
        health.close();
        Run run = doctor();
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.out()).containsPattern("FAIL +health-service +ready +could not connect to health-service");
        assertThat(run.out()).containsPattern("ok +notifier-service");
    }

    private Run doctor(String... more) {
        String[] all = new String[more.length + 5];
        all[0] = "doctor";
        all[1] = "--url=" + traffic.url();
        all[2] = "--health-url=" + health.url();
        all[3] = "--rollback-url=" + rollback.url();
        all[4] = "--notifier-url=" + notifier.url();
        System.arraycopy(more, 0, all, 5, more.length);
        return Run.of(all);
    }
}
