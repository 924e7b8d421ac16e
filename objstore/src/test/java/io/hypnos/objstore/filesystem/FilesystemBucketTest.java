package io.hypnos.objstore.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.hypnos.objstore.Bucket;
import io.hypnos.objstore.Bucket.Listing;
import io.hypnos.objstore.BucketContract;
import io.hypnos.objstore.BucketRefusedException;

class FilesystemBucketTest extends BucketContract {

    @TempDir
    private Path temp;

    private Path root;

    @Override
    protected Bucket create() throws IOException {
        root = temp.resolve("bucket");
        return FilesystemBucket.open(root);
    }

    @Override
    protected boolean keysMayNest() {
        return false;
    }

    @Test
    void keepsObjectsAsPlainFiles() throws IOException {
        put("01A/chunks/000001", "data");

        assertThat(root.resolve("01A/chunks/000001")).hasContent("data");
    }

    @Test
    void removesDirectoriesWithTheirLastObject() throws IOException {
        put("01A/chunks/000001", "data");
        put("01A/index", "data");
        bucket.delete(key("01A/chunks/000001"));

        assertThat(root.resolve("01A/chunks")).doesNotExist();
        assertThat(root.resolve("01A/index")).exists();
        bucket.delete(key("01A/index"));
        assertThat(root.resolve("01A")).doesNotExist();
        assertThat(root).exists();
    }

    @Test
    void doesNotListEmptyDirectories() throws IOException {
        Files.createDirectories(root.resolve("left/over"));

        assertThat(bucket.list(Optional.empty(), Listing.ONE_LEVEL)).isEmpty();
    }

    @Test
    void leavesNoUnfinishedFilesAfterAPutThatFails() throws IOException {
        assertThatThrownBy(() -> bucket.put(key("a"), new ByteArrayInputStream(new byte[10]), 11))
                .isInstanceOf(IOException.class);

        assertThat(root.resolve(FilesystemBucket.UNFINISHED)).isEmptyDirectory();
    }

    @Test
    void hidesUnfinishedPuts() throws IOException {
        Files.createDirectories(root.resolve(FilesystemBucket.UNFINISHED));
        Files.writeString(root.resolve(FilesystemBucket.UNFINISHED).resolve("index-1"), "half");

        assertThat(bucket.list(Optional.empty(), Listing.ONE_LEVEL)).isEmpty();
        assertThat(bucket.list(Optional.empty(), Listing.RECURSIVE)).isEmpty();
        assertThat(bucket.exists(key(FilesystemBucket.UNFINISHED + "/index-1"))).isFalse();
        assertThatThrownBy(() -> put(FilesystemBucket.UNFINISHED + "/x", "x"))
                .isInstanceOf(BucketRefusedException.class);
    }

    @Test
    void sweepsOnlyOldUnfinishedPutsWhenOpened() throws IOException {
        Path unfinished = Files.createDirectories(root.resolve(FilesystemBucket.UNFINISHED));
        Path old = Files.writeString(unfinished.resolve("old"), "half");
        Path young = Files.writeString(unfinished.resolve("young"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        FilesystemBucket.open(root).close();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void doesNotFollowLinksOutOfItsDirectory() throws IOException {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));

        assertThatThrownBy(() -> bucket.get(key("link/secret"))).isInstanceOf(BucketRefusedException.class);
        assertThatThrownBy(() -> bucket.get(key("file"))).isInstanceOf(BucketRefusedException.class);
        assertThatThrownBy(() -> put("link/new", "x")).isInstanceOf(BucketRefusedException.class);
        assertThatThrownBy(() -> bucket.delete(key("link/secret"))).isInstanceOf(BucketRefusedException.class);
        assertThat(bucket.list(Optional.empty(), Listing.RECURSIVE)).isEmpty();
        assertThat(bucket.list(Optional.empty(), Listing.ONE_LEVEL)).isEmpty();
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void mayItselfBeReachedThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("alias"), root);
        put("a", "x");

        try (var same = FilesystemBucket.open(link)) {
            assertThat(same.exists(key("a"))).isTrue();
        }
    }

    @Test
    void saysWhatStandsInTheWayOfItsDirectory() throws IOException {
        Path file = Files.writeString(temp.resolve("plain"), "");

        assertThatThrownBy(() -> FilesystemBucket.open(file.resolve("bucket")))
                .isInstanceOf(BucketRefusedException.class)
                .hasMessageContaining("cannot create the bucket's directory");
    }
}
