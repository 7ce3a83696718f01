package dev.sluice.health.trouble;

import dev.sluice.health.Eventually;
import dev.sluice.health.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the application of one row, one for each of its processes, which all show the same. */
final class Acts implements AutoCloseable {
    private final Row row;
    private final List<Page> pages;

    Acts(Row row) {
        this.row = row;
        this.pages = Stream.generate(Page::new).limit(row.instances()).toList();
        if (!row.acts().isEmpty()) {
            show(0);
        }
    }

    List<Page> pages() {
        return pages;
    }

    int count() {
        return row.acts().size();
    }

    void show(int act) {
        pages.forEach(page -> page.shows(row.acts().get(act)));
    }

    /**
     * How many requests each page has had when it was asked so often from now on. At the second of them the first has been
     * read to its end: pages are scraped by one request at a time.
     */
    List<Integer> read(int requests) {
        List<Integer> wanted = new ArrayList<>();
        pages.forEach(page -> wanted.add(page.requests() + requests));
        return wanted;
    }

    void await(List<Integer> read) {
        Eventually.until("the pages are read: " + row, () -> {
            boolean all = true;
            for (int i = 0; i < pages.size(); i++) {
                all &= pages.get(i).requests() >= read.get(i);
            }
            return all;
        });
    }

    void end() {
        Page last = pages.getLast();
        switch (row.ending()) {
            case STAYS, SOURCE_HANGS, SOURCE_LOCKED -> {}
            case GONE, ONE_OF_THREE_GONE -> last.close();
            case HANGS -> last.now(Page.Manner.HANGS);
            case LOCKED -> last.answers(401);
        }
    }

    @Override
    public void close() {
        pages.forEach(Page::close);
    }
}
