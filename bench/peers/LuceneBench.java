// LuceneBench index FOLDER DOCUMENTS.tsv: titles and abstracts into a Lucene index by two threads;
//   documents are in memory before the clock starts, so that this is indexing alone.
// LuceneBench search FOLDER QUERIES.tsv: every query several times; milliseconds of each as a line
//   "kind TAB milliseconds".
// Lines of documents: id, date, kind, language, source, title, abstract. Lines of queries: kind
// (words, phrase, date, facets, series), text.
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.queryparser.simple.SimpleQueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

public final class LuceneBench {
  private static final int THREADS = 2;
  private static final int WARMUPS = 3;
  private static final int RUNS = 5;

  private static Analyzer analyzer() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        TokenStream stream = new CJKBigramFilter(new LowerCaseFilter(words));
        stream = new StopFilter(stream, EnglishAnalyzer.getDefaultStopSet());
        return new TokenStreamComponents(words, new PorterStemFilter(stream));
      }
    };
  }

  private static Document documentOf(String line) {
    String[] parts = line.split("\t", 7);
    Document document = new Document();
    document.add(new StringField("id", parts[0], Field.Store.YES));
    long day = java.time.LocalDate.parse(parts[1]).toEpochDay();
    document.add(new LongPoint("day", day));
    document.add(new NumericDocValuesField("day", day));
    for (int i = 2; i <= 4; ++i) {
      String name = new String[] {"kind", "language", "source"}[i - 2];
      document.add(new StringField(name, parts[i], Field.Store.NO));
      document.add(new SortedDocValuesField(name, new BytesRef(parts[i])));
    }
    document.add(new TextField("text", parts[5], Field.Store.NO));
    document.add(new TextField("text", parts[6], Field.Store.NO));
    return document;
  }

  private static void index(String folder, String file) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
    IndexWriterConfig config = new IndexWriterConfig(analyzer());
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    config.setRAMBufferSizeMB(64);
    long begin = System.nanoTime();
    try (IndexWriter writer = new IndexWriter(FSDirectory.open(Path.of(folder)), config)) {
      AtomicInteger next = new AtomicInteger();
      Thread[] threads = new Thread[THREADS];
      for (int i = 0; i < THREADS; ++i) {
        threads[i] = new Thread(() -> {
          try {
            for (int n; (n = next.getAndIncrement()) < lines.size(); ) {
              writer.addDocument(documentOf(lines.get(n)));
            }
          } catch (java.io.IOException error) {
            throw new java.io.UncheckedIOException(error);
          }
        });
        threads[i].start();
      }
      for (Thread thread : threads) thread.join();
      writer.commit();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    long cpu = ((com.sun.management.OperatingSystemMXBean)
        java.lang.management.ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    System.out.printf("%d\t%.3f\t%.3f%n", lines.size(), seconds, cpu / 1e9);
  }

  /** Counts what matches, by day or by source. */
  private static final class Counter extends SimpleCollector {
    final long[] weeks = new long[4096];
    final long[][] facets = new long[3][64];
    final boolean series;
    private NumericDocValues days;
    private final SortedDocValues[] values = new SortedDocValues[3];

    Counter(boolean series) {
      this.series = series;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws java.io.IOException {
      days = DocValues.getNumeric(context.reader(), "day");
      String[] names = {"kind", "language", "source"};
      for (int i = 0; i < 3; ++i) values[i] = DocValues.getSorted(context.reader(), names[i]);
    }

    @Override
    public void collect(int document) throws java.io.IOException {
      if (series) {
        if (days.advanceExact(document)) ++weeks[(int) (days.longValue() / 7)];
        return;
      }
      for (int i = 0; i < 3; ++i) {
        if (values[i].advanceExact(document)) ++facets[i][values[i].ordValue()];
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }

  private static Query parse(String kind, String text) {
    SimpleQueryParser parser = new SimpleQueryParser(analyzer(), "text");
    String[] parts = text.split("\t");
    Query words = parser.parse(parts[0]);
    if (!kind.equals("date")) return words;
    long from = java.time.LocalDate.parse(parts[1]).toEpochDay();
    long until = java.time.LocalDate.parse(parts[2]).toEpochDay();
    return new BooleanQuery.Builder()
        .add(words, BooleanClause.Occur.MUST)
        .add(LongPoint.newRangeQuery("day", from, until - 1), BooleanClause.Occur.FILTER)
        .build();
  }

  private static void run(IndexSearcher searcher, String kind, Query query) throws Exception {
    if (kind.equals("series")) {
      searcher.search(query, new Counter(true));
      return;
    }
    if (kind.equals("facets")) searcher.search(query, new Counter(false));
    TopDocs found = searcher.search(query, 10);
    for (int i = 0; i < found.scoreDocs.length; ++i) {
      searcher.doc(found.scoreDocs[i].doc).get("id");
    }
  }

  private static void search(String folder, String file) throws Exception {
    IndexSearcher searcher =
        new IndexSearcher(DirectoryReader.open(FSDirectory.open(Path.of(folder))));
    List<String> lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
    for (int round = -WARMUPS; round < RUNS; ++round) {
      for (String line : lines) {
        String[] parts = line.split("\t", 2);
        long begin = System.nanoTime();
        run(searcher, parts[0], parse(parts[0], parts[1]));
        double milliseconds = (System.nanoTime() - begin) / 1e6;
        if (round >= 0) System.out.printf("%s\t%.4f%n", parts[0], milliseconds);
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("index")) {
      index(arguments[1], arguments[2]);
    } else {
      search(arguments[1], arguments[2]);
    }
  }
}
