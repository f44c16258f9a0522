package io.polyport.ftp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A walk through a tree")
class TreeWalkTest {
    private Vertx vertx;
    private Context context;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
    }

    @AfterEach
    void stop() {
        Waiting.value(vertx.close());
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> work.get().onComplete(done));
        return Waiting.value(done.future());
    }

    /** Gives everything that is still on its way time to happen. */
    private Future<Void> turns(int left) {
        Promise<Void> done = Promise.promise();
        // A listing puts a timer between its turns now and then.
        vertx.setTimer(1, next -> (left == 0 ? Future.<Void>succeededFuture() : turns(left - 1)).onComplete(done));
        return done.future();
    }

    /** When it holds; a wait that is in vain ends with the test. */
    private Future<Void> until(BooleanSupplier held) {
        if (held.getAsBoolean()) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        vertx.setTimer(1, next -> until(held).onComplete(done));
        return done.future();
    }

    private static ListedTree tree(Map<String, List<String>> directories) {
        return new ListedTree(path -> directories.containsKey(path)
                ? Future.succeededFuture(directories.get(path))
                : Future.failedFuture(FtpProblems.NOT_FOUND.toException()));
    }

    private static String directory(String name) {
        return "type=dir; " + name;
    }

    private static String file(String name) {
        return "type=file;size=1; " + name;
    }

    private static TreeWalk.Plan whole(int mostEntries) {
        return new TreeWalk.Plan(FtpPath.here(), below -> true, entry -> true, mostEntries, 1 << 20);
    }

    private Future<TreeWalk> begin(ListedTree tree) {
        return TreeWalk.begin(vertx, tree.use(), whole(1_000_000));
    }

    private List<String> walk(ListedTree tree, TreeWalk.Plan plan) {
        return onLoop(() -> TreeWalk.begin(vertx, tree.use(), plan).compose(TreeWalk::all)).stream()
                .map(found -> found.directory() + "/" + found.entry().name())
                .toList();
    }

    @Test
    @DisplayName("FT-10 every directory is listed once, and what is in it is shown with its place")
    void order() {
        var tree = tree(Map.of(
                "", List.of(directory("a"), file("x"), directory("b")),
                "a", List.of(file("y"), directory("deep")),
                "b", List.of(),
                "a/deep", List.of(file("z"))));

        assertThat(walk(tree, whole(100))).containsExactly("/a", "/x", "/b", "a/y", "a/deep", "a/deep/z");
        assertThat(tree.listed).containsExactly("", "a", "b", "a/deep");
        assertThat(tree.listings).noneMatch(listing -> listing.aborted);
    }

    @Test
    @DisplayName("FT-40 entries are read only as they are asked for, and no directory is listed before its turn")
    void onDemand() {
        var names = IntStream.range(0, 1000).mapToObj(i -> file("f" + i)).toList();
        var all = new ArrayList<>(names);
        all.addFirst(directory("below"));
        var tree = tree(Map.of("", all, "below", names));
        var seen = new ArrayList<String>();
        var walk = onLoop(() -> begin(tree)
                .onSuccess(
                        begun -> begun.handler(found -> seen.add(found.entry().name())))
                .compose(begun -> turns(10).map(begun)));
        assertThat(tree.given()).as("before anything is asked for").isZero();

        for (int asked : new int[] {3, 5, 400}) {
            int before = seen.size();
            onLoop(() -> {
                walk.fetch(asked);
                return until(() -> seen.size() >= before + asked).compose(there -> turns(100));
            });
            assertThat(seen).hasSize(before + asked);
            assertThat(tree.given()).isBetween(seen.size(), seen.size() + 1);
            assertThat(tree.listed).containsExactly("");
        }
        onLoop(() -> {
            walk.resume();
            walk.pause();
            return turns(10);
        });
        assertThat(seen).as("paused").hasSizeLessThan(500);
        onLoop(() -> {
            walk.resume();
            return walk.over();
        });
        assertThat(seen).hasSize(2001);
    }

    @Test
    @DisplayName("FT-10 entries that are not wanted take nothing from what was asked for")
    void pattern() {
        var names = IntStream.range(0, 300)
                .mapToObj(i -> file(i % 100 == 99 ? "wanted" + i : "other" + i))
                .toList();
        var tree = tree(Map.of("", names));
        var seen = new ArrayList<String>();
        onLoop(() -> TreeWalk.begin(
                        vertx,
                        tree.use(),
                        new TreeWalk.Plan(
                                FtpPath.here(),
                                below -> true,
                                entry -> entry.name().startsWith("wanted"),
                                1000,
                                1 << 20))
                .compose(walk -> {
                    walk.handler(found -> seen.add(found.entry().name()));
                    walk.fetch(2);
                    return until(() -> seen.size() >= 2).compose(there -> turns(100));
                }));

        assertThat(seen).containsExactly("wanted99", "wanted199");
        assertThat(tree.given()).isLessThan(202);
    }

    @Test
    @DisplayName("FT-10 FT-42 links and names that lead elsewhere are shown, and not followed")
    void notFollowed() {
        var tree = tree(Map.of(
                "", List.of("type=OS.unix=slink:/; back", directory("..\\up"), directory("a/b"), directory("in")),
                "in", List.of(file("x"))));

        var seen = walk(tree, whole(100));

        assertThat(seen).hasSize(5).contains("/back", "/in", "in/x");
        assertThat(tree.listed).containsExactly("", "in");
    }

    @Test
    @DisplayName("FT-10 FT-42 a circle of links that are shown as directories ends with a problem, after 64 levels")
    void circle() {
        var tree = new ListedTree(path -> Future.succeededFuture(List.of(file("x"), directory("again"))));

        assertThatThrownBy(() -> walk(tree, whole(100_000)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("ftp.listing-too-large");
        assertThat(tree.listed).hasSize(65);
        assertThat(tree.listings.getLast().aborted).isTrue();
    }

    @Test
    @DisplayName("FT-42 the limit of entries counts all directories together")
    void limit() {
        var tree = new ListedTree(path -> Future.succeededFuture(List.of(file("x"), file("y"), directory("again"))));

        assertThatThrownBy(() -> walk(tree, whole(10))).hasMessageContaining("ftp.listing-too-large");
        assertThat(tree.listed).hasSize(4);
        assertThat(tree.listings.getLast().aborted).isTrue();
    }

    /** What came of a walk that fails: its entries, then each failure, end and over. */
    private List<String> events(ListedTree tree) {
        var events = new ArrayList<String>();
        onLoop(() -> begin(tree).compose(walk -> {
            walk.over().onSuccess(over -> events.add("over"));
            walk.exceptionHandler(failure -> events.add(failure.getClass().getSimpleName()));
            walk.endHandler(ended -> events.add("end"));
            walk.handler(found -> events.add(found.entry().name()));
            walk.resume();
            return until(() -> events.stream().anyMatch(event -> event.endsWith("Exception")))
                    .compose(there -> turns(50));
        }));
        return events;
    }

    @Test
    @DisplayName("FT-10 a failure in the middle is told once, after what came, and the walk is over")
    void failure() {
        var refused = tree(Map.of("", List.of(file("x"), directory("gone"), directory("b")), "b", List.of(file("y"))));
        var broken = tree(Map.of("", List.of(directory("a"), directory("b")), "a", List.of(file("x"), "!", file("y"))));

        assertThat(events(refused)).containsExactly("x", "gone", "b", "over", "ProblemException");
        assertThat(events(broken)).containsExactly("a", "b", "x", "over", "IllegalStateException");
        assertThat(broken.listed).containsExactly("", "a");
        assertThat(broken.listings.getLast().aborted).isTrue();
    }

    @Test
    @DisplayName("FT-10 a walk that is given up in a listing, or between two, leaves no session that is still busy")
    void abort() {
        Promise<List<String>> slow = Promise.promise();
        Function<String, Future<List<String>>> directories =
                path -> path.isEmpty() ? Future.succeededFuture(List.of(directory("slow"))) : slow.future();
        var between = new ListedTree(directories);
        var within = new ListedTree(directories);

        onLoop(() -> begin(between).compose(walk -> {
            walk.handler(found -> {});
            walk.resume();
            return until(() -> between.listed.size() == 2).compose(later -> {
                assertThat(between.listed).containsExactly("", "slow");
                walk.abort();
                return walk.over();
            });
        }));
        onLoop(() -> begin(within).compose(walk -> {
            walk.abort();
            return walk.over();
        }));

        assertThat(between.aborted).isTrue();
        assertThat(within.listings.getFirst().aborted).isTrue();
    }
}
